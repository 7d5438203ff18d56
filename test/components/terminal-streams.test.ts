import { spawnSync } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Key } from 'ink';
import { expect, test } from 'vitest';
import { keyNames } from '../../components/terminal/key-names.ts';
import { type MouseEvent, TerminalInput } from '../../components/terminal/terminal-input.ts';
import { TerminalOutput } from '../../components/terminal/terminal-output.ts';
import { FakeTerminal } from './fake-terminal.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function input() {
  const source = new PassThrough() as unknown as NodeJS.ReadStream & PassThrough;
  const terminal = new TerminalInput(source);
  const mouse: MouseEvent[] = [];
  terminal.onMouse = (event) => mouse.push(event);
  const read = () => {
    let text = '';
    for (let chunk = terminal.read(); chunk !== null; chunk = terminal.read()) text += chunk;
    return text;
  };
  return { source, mouse, read, terminal };
}

test('mouse reports are taken out of what Ink reads', async () => {
  const { source, mouse, read } = input();
  source.write('p\x1b[<0;12;7M+\x1b[<64;1;1m\x1b[A');
  await settled();
  expect(read()).toBe('p+\x1b[A');
  expect(mouse).toEqual([
    { button: 0, x: 11, y: 6, pressed: true },
    { button: 64, x: 0, y: 0, pressed: false },
  ]);
});

test('a report in two pieces is one report', async () => {
  const { source, mouse, read } = input();
  source.write('a\x1b[<0;3');
  await settled();
  expect(read()).toBe('a');
  source.write(';4Mb');
  await settled();
  expect(read()).toBe('b');
  expect(mouse).toHaveLength(1);
});

test('a lone escape is a key after a moment, and Ink is told that it is no more', async () => {
  const { source, read } = input();
  source.write('\x1b');
  await settled();
  expect(read()).toBe('');
  await pause(40);
  expect(read()).toBe('\x1b[27u');
  // A sequence that is torn apart is no key.
  source.write('\x1b');
  source.write('[A');
  await pause(40);
  expect(read()).toBe('\x1b[A');
});

test('an escape that is torn off the end of a paste is left to Ink', async () => {
  const { source, read } = input();
  source.write('\x1b[200~text');
  source.write('\x1b');
  await pause(40);
  source.write('[201~');
  await settled();
  expect(read()).toBe('\x1b[200~text\x1b[201~');
  source.write('\x1b');
  await pause(40);
  expect(read()).toBe('\x1b[27u');
});

test('a character whose bytes come in two chunks arrives whole', async () => {
  const { source, read } = input();
  const bytes = Buffer.from('é');
  source.write(bytes.subarray(0, 1));
  source.write(bytes.subarray(1));
  await settled();
  expect(read()).toBe('é');
});

test('the end of the input is told once it comes', async () => {
  const { source, terminal } = input();
  let gone = 0;
  terminal.onEnd = () => {
    gone++;
  };
  source.end();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(gone).toBe(1);
});

const noKey = Object.fromEntries(
  [
    'upArrow',
    'downArrow',
    'leftArrow',
    'rightArrow',
    'pageDown',
    'pageUp',
    'home',
    'end',
    'return',
    'escape',
    'ctrl',
    'shift',
    'tab',
    'backspace',
    'delete',
    'meta',
    'super',
    'hyper',
    'capsLock',
    'numLock',
  ].map((name) => [name, false]),
) as unknown as Key;

test.each([
  ['++-', {}, ['+', '+', '-']],
  ['X', { shift: true }, ['X']],
  ['c', { ctrl: true }, ['ctrl+c']],
  ['', { return: true }, ['enter']],
  ['', { escape: true }, ['escape']],
  ['', { tab: true, shift: true }, ['shift+tab']],
  ['', { upArrow: true }, ['up']],
  ['j\r', {}, ['j', 'enter']],
  ['\x03', {}, ['ctrl+c']],
  ['x', { meta: true }, []],
  ['p', { eventType: 'release' as const }, []],
])('%j with %j is the keys %j', (text, key, names) =>
  expect(keyNames(text, { ...noKey, ...key })).toEqual(names),
);

test('the painter puts its cells back inside the update that Ink wrote', async () => {
  const terminal = new FakeTerminal();
  const output = new TerminalOutput(terminal.stdout);
  output.onForeignWrite = () => output.paint(Buffer.from('[painted]'));
  output.write('\x1b[?2026h');
  output.write('ink');
  output.write('\x1b[?2026l');
  expect(terminal.transcript).toBe('\x1b[?2026hink');
  await Promise.resolve();
  expect(terminal.transcript).toBe('\x1b[?2026hink[painted]\x1b[?2026l');
});

test('a terminal that went away is not written to, and what waits for it goes on', async () => {
  const terminal = new FakeTerminal();
  const output = new TerminalOutput(terminal.stdout);
  let gone = false;
  output.onEnd = () => {
    gone = true;
  };
  terminal.stdout.emit('error', new Error('EIO'));
  expect(gone).toBe(true);
  expect(output.ready).toBe(false);
  await new Promise<void>((resolve) => output.write('x', resolve));
  expect(terminal.transcript).toBe('');
});

test('a process that dies of an error leaves the terminal as it found it', () => {
  const module = fileURLToPath(new URL('../../components/terminal/restore.ts', import.meta.url));
  const program = `
    const { restoreAtExit } = await import(${JSON.stringify(module)});
    restoreAtExit(process.stdout, process.stdin, () => '[what is on]');
    setTimeout(() => { throw new Error('died'); }, 1);
  `;
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  for (const sequence of [
    '[what is on]',
    '\x1b[?1049l',
    '\x1b[?25h',
    '\x1b[?7h',
    '\x1b[?2004l',
    '\x1b[?1006l',
    '\x1b[?2026l',
  ])
    expect(stdout).toContain(sequence);
});

test('a regular end writes nothing more when the process exits', () => {
  const module = fileURLToPath(new URL('../../components/terminal/restore.ts', import.meta.url));
  const program = `
    const { restoreAtExit } = await import(${JSON.stringify(module)});
    restoreAtExit(process.stdout, process.stdin)();
  `;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
});

test('a process that dies while somebody else has the terminal leaves it to them', () => {
  const module = fileURLToPath(new URL('../../components/terminal/restore.ts', import.meta.url));
  const program = `
    const { restoreAtExit } = await import(${JSON.stringify(module)});
    restoreAtExit(process.stdout, process.stdin, () => null);
  `;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
});
