import { PassThrough } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { TerminalInput } from '../../components/terminal/terminal-input.ts';
import { closeConsole, hundred, open } from './open-console.ts';

afterEach(closeConsole);

const question = '\x1b]11;?\x07';
const light = '\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function input() {
  const source = new PassThrough() as unknown as NodeJS.ReadStream & PassThrough;
  const terminal = new TerminalInput(source);
  const colours: string[] = [];
  terminal.onBackground = (colour) => colours.push(colour);
  terminal.awaitAnswer();
  const read = async () => {
    await pause(1);
    let all = '';
    for (let part = terminal.read(); part !== null; part = terminal.read()) all += part;
    return all;
  };
  return { source, colours, read };
}

test.each([
  ['ending in ST', [`p${light}q`]],
  ['ending in BEL', ['p\x1b]11;rgb:fdfd/f6f6/e3e3\x07q']],
  ['in pieces', ['p\x1b]1', '1;rgb:fdfd/f6', 'f6/e3e3', '\x1b', '\\q']],
  ['byte by byte', [...`p${light}q`]],
])('an answer %s is no key', async (_, pieces) => {
  const { source, colours, read } = input();
  for (const piece of pieces) {
    source.write(piece);
    await pause(1);
  }
  expect(colours).toEqual(['rgb:fdfd/f6f6/e3e3']);
  expect(await read()).toBe('pq');
});

test('an escape alone is a key after a moment, while an answer is due', async () => {
  const { source, read } = input();
  source.write('p\x1b');
  expect(await read()).toBe('p');
  await pause(80);
  expect(await read()).toBe('\x1b');
  source.write('\x1b');
  source.write('[A');
  expect(await read()).toBe('\x1b[A');
});

test('what only begins like an answer is given on once it is none', async () => {
  const { source, read } = input();
  source.write('\x1b]1');
  expect(await read()).toBe('');
  source.write('x');
  expect(await read()).toBe('\x1b]1x');
});

test('the theme is that of the background which the terminal tells', async () => {
  const { terminal } = open(80, 24, hundred(), { settings: { theme: 'auto' } });
  expect(terminal.transcript).toContain(question);
  terminal.press(light);
  await terminal.shows(/RUNNING/);
  terminal.press('T');
  // The one after light.
  await terminal.shows(/theme mono/);
});

test('a terminal that is far away is heard later, unless the operator has chosen by then', async () => {
  const { terminal } = open(80, 24, hundred(), { settings: { theme: 'auto' } });
  await terminal.shows(/RUNNING/);
  terminal.press(light);
  terminal.press('T');
  await terminal.shows(/theme mono/);
  terminal.press('\x1b]11;rgb:0000/0000/0000\x07');
  terminal.press('T');
  await terminal.shows(/theme contrast/);
});

test('without an answer it is dark, and what comes while a line is typed is not in the line', async () => {
  const { terminal } = open(80, 24, hundred(), { settings: { theme: 'auto' } });
  await terminal.shows(/RUNNING/);
  terminal.press(':pau');
  await terminal.shows(/:pau/);
  terminal.press(`s${light}e`);
  const text = await terminal.shows(/:pause/);
  expect(text).not.toContain('rgb');
  expect(text).not.toContain('fdfd');
});

test('a theme that was chosen needs no answer, and the terminal is not waited for', async () => {
  const { terminal } = open(80, 24, hundred(), { settings: { theme: 'contrast' } });
  terminal.press(light);
  await terminal.shows(/RUNNING/);
  // High contrast is another one on a light background: its own foreground is black.
  const lines = await terminal.lines();
  const cell = await terminal.cell(lines[0].indexOf('cathedral'), 0);
  expect(cell.colour).toBe(16);
});

test('a terminal that could show the question is not asked', () => {
  const env = { TERM: 'linux', LANG: 'C.UTF-8' };
  const { terminal } = open(80, 24, hundred(), { settings: { theme: 'auto' }, env });
  expect(terminal.transcript).not.toContain(question);
});
