import { afterEach, expect, test, vi } from 'vitest';
import { closeLinear, talk } from './open-linear.ts';

afterEach(async () => {
  await closeLinear();
  vi.restoreAllMocks();
});

const alert = (message: string) => ({ type: 'alert.raised', alert: 'stall', message }) as const;

test.each(['xterm-256color', 'dumb'])(
  'on %s nothing that was written is touched again: no sequence is ever sent',
  async (term) => {
    const { type, says, run, terminal, outcome } = talk({}, term);
    type('every 1');
    await says(/every 1 second/);
    type('help');
    await says(/quit/);
    type('cancel status:running');
    await says(/1 or 2/);
    type('1');
    await says(/told to cancel/);
    run.advance(3_000);
    run.emit(alert('the \x1b[2Jscreen \x9b1Ais ours'));
    await says(/The screen is ours|the screen is ours/);
    type('stop now');
    await says(/q leaves/);
    type('q');
    await outcome;
    expect(terminal.transcript).not.toMatch(/[\x1b\x9b]/);
    expect(terminal.alternate).toBe(false);
    expect(terminal.raw).toBe(false);
  },
);

test('what comes while a line is being typed waits for Enter, and comes after the answer', async () => {
  const { type, says, run, terminal } = talk();
  await says(/how the run stands\./);
  terminal.press('log');
  await says(/log/);
  run.emit(alert('nothing moves'));
  const looks = vi.spyOn(run, 'snapshot');
  await expect.poll(() => looks.mock.calls.length).toBeGreaterThan(1);
  expect(terminal.transcript).not.toContain('nothing moves');
  type(' 1');
  const said = await says(/^Alert: stall, nothing moves\.\n/m);
  expect(said).toBe(' 1\n0:04.0, Alert: stall, nothing moves.\nAlert: stall, nothing moves.\n');
});

test('after a pause it comes, and what was typed is repeated behind it', async () => {
  const { says, run, terminal, type } = talk();
  await says(/how the run stands\./);
  terminal.press('concurr');
  await says(/concurr/);
  run.emit(alert('nothing moves'));
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + 6_000);
  await says(/^\nAlert: stall, nothing moves\.\nconcurr$/m);
  type('ency 5');
  await says(/Concurrency 10 to 5\./);
});

test('Tab completes words and commands', async () => {
  const { says, terminal } = talk();
  await says(/how the run stands\./);
  terminal.press('conc\t');
  await says(/concurrency/);
  terminal.press(' 6\r');
  await says(/Concurrency 10 to 6\./);
});

test('long lines are broken between words, as wide as the terminal is', async () => {
  const { type, says, terminal } = talk();
  terminal.resize(40, 60);
  type('help');
  const menu = await says(/quit/);
  expect(menu).toMatch(/An empty line says how the run stands\.\n/);
  for (const line of menu.split('\n')) expect(line.length).toBeLessThan(80);
});

test('a terminal that goes away closes the console, and the run is left to the caller', async () => {
  const { says, terminal, outcome, run } = talk();
  await says(/how the run stands\./);
  terminal.hangUp();
  expect(await outcome).toEqual({ action: 'closed' });
  expect(run.commands).toEqual([]);
});

test('a terminal that takes nothing is not told more until it does', async () => {
  const { says, terminal, run } = talk();
  await says(/how the run stands\./);
  let asked = 0;
  Object.defineProperty(terminal.stdout, 'writableLength', {
    configurable: true,
    get: () => ++asked,
  });
  run.emit(alert('nothing moves'));
  await expect.poll(() => asked).toBeGreaterThan(1);
  expect(terminal.transcript).not.toContain('nothing moves');
  Object.defineProperty(terminal.stdout, 'writableLength', { value: 0 });
  await says(/nothing moves/);
});
