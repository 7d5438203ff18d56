import { afterEach, expect, test } from 'vitest';
import { closeConsole, hundred, open } from './open-console.ts';

afterEach(closeConsole);

test('pause is asked, and shown when the run says so', async () => {
  const { terminal, run } = open(120, 40);
  await terminal.shows(/RUNNING/);
  run.silent = true;
  terminal.press('p');
  await terminal.shows(/→ pause asked/);
  expect(await terminal.text()).toContain('● RUNNING');
  run.emit({ type: 'run.phase', phase: 'PAUSING', reason: 'asked by mo' });
  await terminal.shows(/‖ PAUSING/);
  await terminal.hides(/pause asked/);
  expect(run.commands).toEqual(['pause']);
});

test('keys that arrive in one chunk are taken one by one', async () => {
  const { terminal, run } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press('++-');
  await terminal.shows(/concurrency 90 → 99/);
  expect(run.commands).toEqual(['concurrency 99', 'concurrency 109', 'concurrency 98']);
  await terminal.shows(/you +concurrency 109 → 98/);
});

test('changes of concurrency add up while the engine has not answered', async () => {
  const { terminal, run } = open(120, 40);
  run.silent = true;
  await terminal.shows(/RUNNING/);
  terminal.press('++');
  await terminal.shows(/→ concurrency 109 asked/);
  expect(run.state.concurrency).toBe(90);
});

test('a refused command says why', async () => {
  const { terminal, run } = open(120, 40);
  run.refuses = 'the run is draining';
  await terminal.shows(/RUNNING/);
  terminal.press('+');
  await terminal.shows(/concurrency 99 refused: the run is draining/);
  terminal.press('7');
  await terminal.hides(/concurrency 99 refused: the run/);
});

test('x asks how to stop; Esc goes on; n stops now, with the proof, and q leaves', async () => {
  const { terminal, run, outcome } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press('x');
  const asked = await terminal.shows(/Stop cathedral\?/);
  expect(asked).toMatch(/90 calls are running · [\d,]+ tasks wait/);
  expect(asked).toContain('let the 90 end: ~');
  terminal.press('\x1b');
  await terminal.hides(/Stop cathedral/);
  expect(run.commands).toEqual([]);
  terminal.press('x');
  await terminal.shows(/Stop cathedral\?/);
  terminal.press('n');
  const ended = await terminal.shows(/■ STOPPED/);
  expect(run.commands).toEqual(['stop now']);
  expect(ended).toMatch(/stopped {2}asked 0 ms · acknowledged 3 ms · 90 sockets closed 184 ms/);
  expect(ended).toContain('exit code 130');
  expect(ended).not.toContain('Stop cathedral?');
  terminal.press('q');
  expect(await outcome).toEqual({ action: 'left', exitCode: 130 });
});

test('q asks while a run lives and leaves once the run has ended', async () => {
  const { terminal, run, outcome } = open(100, 30);
  await terminal.shows(/RUNNING/);
  terminal.press('q');
  await terminal.shows(/Leave cathedral\?/);
  terminal.press('d');
  await terminal.shows(/DRAINING/);
  run.advance(30_000);
  expect(await outcome).toEqual({ action: 'left', exitCode: 130 });
});

test('Ctrl-C asks, and a second one stops now', async () => {
  const { terminal, run } = open(100, 30);
  await terminal.shows(/RUNNING/);
  terminal.press('\x03');
  await terminal.shows(/Ctrl\+C again stops now/);
  terminal.press('\x03');
  await terminal.shows(/STOPPED/);
  expect(run.commands).toEqual(['stop now']);
});

test('Ctrl-C during a drain stops now', async () => {
  const { terminal, run } = open(100, 30);
  await terminal.shows(/RUNNING/);
  terminal.press('xd');
  await terminal.shows(/DRAINING/);
  terminal.press('\x03');
  await terminal.shows(/STOPPED/);
  expect(run.commands).toEqual(['stop', 'stop now']);
});

test('pasted text is not taken as keys', async () => {
  const { terminal, run } = open(100, 30);
  await terminal.shows(/RUNNING/);
  terminal.press('\x1b[200~Xp+\x1b[201~');
  await terminal.shows(/pasted text is not taken as keys/);
  expect(run.commands).toEqual([]);
});

test('with leaveAtEnd the console closes with the run', async () => {
  const { terminal, run, outcome } = open(80, 24, hundred(), { leaveAtEnd: true });
  await terminal.shows(/RUNNING/);
  run.emit({ type: 'run.finished', phase: 'DONE', exitCode: 1, reason: null });
  expect(await outcome).toEqual({ action: 'left', exitCode: 1 });
});
