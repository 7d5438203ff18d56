import { afterEach, expect, test } from 'vitest';
import type { FakeTerminal } from './fake-terminal.ts';
import { closeConsole, open } from './open-console.ts';

afterEach(closeConsole);

const update = '\x1b[?2026h';
/** The painter keeps the cursor where it was; nobody else does. */
const painted = '\x1b[?2026h\x1b7';
const times = (text: string, mark: string) => text.split(mark).length - 1;

/** What a key made the console write until the screen shows what it does. */
async function after(terminal: FakeTerminal, key: string, wanted: RegExp): Promise<string> {
  const from = terminal.transcript.length;
  terminal.press(key);
  await terminal.shows(wanted);
  return terminal.transcript.slice(from);
}

test.each([
  ['z', /^(?:[^\n]*\n){4}─ 7 log/],
  ['?', /swarmdeck help/],
  ['x', /Stop cathedral\?/],
  [':', /^:/m],
])(
  '%s is answered by painting alone: nothing is composed or erased by Ink',
  async (key, wanted) => {
    const { terminal } = open(200, 60);
    await terminal.shows(/RUNNING/);
    terminal.press('7');
    await new Promise((resolve) => setTimeout(resolve, 150));
    const written = await after(terminal, key, wanted);
    expect(times(written, update)).toBe(times(written, painted));
    expect(times(written, painted)).toBeGreaterThan(0);
  },
);

test('a key that changes one pane does not have the others written again', async () => {
  const { terminal } = open(200, 60);
  await terminal.shows(/RUNNING/);
  const first = terminal.transcript.length;
  const written = await after(terminal, ':', /^:/m);
  expect(first).toBeGreaterThan(8_000);
  expect(written.length).toBeLessThan(first / 3);
});

test('Ctrl+L begins on an empty screen, and so does another size', async () => {
  const { terminal } = open(120, 40);
  await terminal.shows(/RUNNING/);
  const redrawn = await after(terminal, '\x0c', /RUNNING/);
  await terminal.shows(/─ 7 log/);
  expect(terminal.transcript.slice(-redrawn.length * 4)).toContain('\x1b[2J');
  const from = terminal.transcript.length;
  terminal.resize(100, 30);
  await terminal.shows(/─ 1 agents [^\n]{70,}/);
  expect(terminal.transcript.slice(from)).toContain('\x1b[2J');
});
