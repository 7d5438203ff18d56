import { afterEach, test } from 'vitest';
import { book, manyFlows, modules, variants, votes } from './fixture-work.ts';
import { closeConsole, open } from './open-console.ts';
afterEach(closeConsole);
const kinds = { modules, votes, variants, book, many: () => manyFlows(100) };
const [w, h] = (process.env.SIZE ?? '80x24').split('x').map(Number);
test.each((process.env.KINDS ?? 'modules,votes,variants,book').split(','))('%s', async (k) => {
  const { terminal } = open(w, h, kinds[k as keyof typeof kinds](), process.env.ASCII ? { settings: { glyphs: 'ascii' } } : {});
  await terminal.shows(/RUNNING/);
  if (process.env.RUN) { await new Promise((r) => setTimeout(r, 700)); console.log(await terminal.text()); return; }
  terminal.press('D');
  await new Promise((r) => setTimeout(r, 900));
  for (const key of (process.env.PRESS ?? '').split(' ')) { terminal.press(key.replace('ENTER', '\r').replace('TAB','\t')); await new Promise((r) => setTimeout(r, 200)); }
  console.log(await terminal.text());
});
