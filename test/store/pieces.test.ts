import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { openRun } from '../../src/store/open-run.ts';
import { createRunDirectory } from '../../src/store/run-directory.ts';
import { storedPrompts } from '../../src/store/stored-prompts.ts';
import { folder, refusal, resolved } from '../helpers/spec.ts';
import { eachTestHasARun, out } from './fresh-run.ts';

eachTestHasARun();

const text = Array.from({ length: 40 }, (_, line) => `Line ${line} of a book.\n`).join('');

async function created(set: readonly string[] = []) {
  const cwd = folder({ 'book.txt': text });
  const spec = await resolved({
    cwd,
    flags: {
      content: 'book.txt',
      agents: '2',
      batch: '3',
      set: ['workload.content.chunkBytes=100', ...set],
    },
  });
  const plan = compilePlan(spec);
  const run = createRunDirectory({ out, spec, plan, startedAt: new Date(), version: '0.1.0' });
  return { ...run, spec, plan, file: join(cwd, 'book.txt') };
}

test('each chunk stands in the record once, before any other text', async () => {
  const { store, plan } = await created();
  const rows = store.database.prepare('SELECT content FROM texts ORDER BY id').all();
  const chunks = rows.slice(0, plan.pieces?.count).map(({ content }) => String(content));
  const inside = chunks.map((chunk) => /^<chunk [^>]*>\n(.*)\n<\/chunk>\n\n$/s.exec(chunk)?.[1]);
  expect(inside.join('')).toBe(text);
  const said = store.database
    .prepare('SELECT content FROM conversations WHERE task = 0')
    .get()?.content;
  expect(said).toBe(plan.messages(0)[0].content);
  expect(store.database.prepare('SELECT pieces FROM tasks WHERE task = 1').get()?.pieces).toBe(3);
  store.close();
});

test('once there is a record the file may change, also for a resume', async () => {
  const { store, plan, file } = await created();
  const before = Array.from({ length: plan.size }, (_, task) => plan.messages(task));
  const words = JSON.stringify(before);
  writeFileSync(file, 'Another book.');
  const now = Array.from({ length: plan.size }, (_, task) => plan.messages(task));
  expect(JSON.stringify(now)).toBe(words);
  store.close();
  const opened = openRun(out);
  const later = Array.from({ length: plan.size }, (_, task) => opened.plan.messages(task));
  expect(JSON.stringify(later)).toBe(words);
  expect(opened.plan.view?.()).toMatchObject({ kind: 'content', mode: 'broadcast' });
  expect(opened.plan.pieces?.bytesOf(1)).toBe(plan.pieces?.bytesOf(1));
  opened.store.close();
});

test('no text of it stands in run.json', async () => {
  const { store } = await created();
  expect(readFileSync(join(out, 'run.json'), 'utf8')).not.toContain('Line 1');
  store.close();
});

test('a file that changed before it was written leaves no run', async () => {
  const cwd = folder({ 'book.txt': text });
  const spec = await resolved({ cwd, flags: { content: 'book.txt' } });
  const plan = compilePlan(spec);
  writeFileSync(join(cwd, 'book.txt'), `${text}More.`);
  const run = { out, spec, plan, startedAt: new Date(), version: '0.1.0' };
  expect(await refusal(() => createRunDirectory(run))).toBe(
    'book.txt has changed while it was read: start again once nobody writes it',
  );
  expect(existsSync(join(out, 'run.json'))).toBe(false);
});

test('its batches are no prompts to be asked again', async () => {
  const { store } = await created();
  store.close();
  expect(await refusal(storedPrompts(out))).toBe(
    `${out}: its run has no prompts to be asked again, its work is content; start it from its file`,
  );
});
