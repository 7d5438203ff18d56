import { afterEach, expect, test } from 'vitest';
import { openConsole } from '../../components/console.tsx';
import type { ConsoleOptions, ConsoleOutcome } from '../../components/console-options.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { RunFixture } from './run-fixture.ts';

const env = { TERM: 'xterm-256color', LANG: 'en_GB.UTF-8' };
let close: (() => Promise<unknown>) | null = null;

afterEach(async () => {
  await close?.();
  close = null;
});

interface Opened {
  readonly terminal: FakeTerminal;
  readonly run: RunFixture;
  readonly outcome: Promise<ConsoleOutcome>;
}

function open(
  columns: number,
  rows: number,
  run: RunFixture,
  more: Partial<ConsoleOptions> = {},
): Opened {
  const terminal = new FakeTerminal(columns, rows);
  const closing = new AbortController();
  const outcome = openConsole({
    run,
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    env,
    operator: 'mo',
    signal: closing.signal,
    ...more,
  });
  close = () => {
    closing.abort();
    return outcome;
  };
  return { terminal, run, outcome };
}

const hundred = () =>
  new RunFixture({ roles: { kaoz: 80, order: 20 }, tasks: 2_000, concurrency: 90 }).advance(8_000);

test('at 120×40 the panes, the header and the keys are there', async () => {
  const { terminal } = open(120, 40, hundred());
  const text = await terminal.shows(/● RUNNING/);
  expect(text).toContain('cathedral · heavy · simulator/small');
  expect(text).toMatch(/held by {2}concurrency 90/);
  for (const title of [
    '1 agents',
    '2 throughput',
    '3 routes',
    '4 queue',
    '5 cost',
    '6 limits',
    '7 log',
  ])
    expect(text).toContain(`─ ${title} `);
  expect(text).toContain('p pause  + - concurrency  x stop');
  expect(terminal.alternate).toBe(true);
});

test('pause is asked, and shown when the run says so', async () => {
  const { terminal, run } = open(120, 40, hundred());
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
  const { terminal, run } = open(120, 40, hundred());
  await terminal.shows(/RUNNING/);
  terminal.press('++-');
  await terminal.shows(/concurrency 90 → 99/);
  expect(run.commands).toEqual(['concurrency 99', 'concurrency 109', 'concurrency 98']);
  await terminal.shows(/you +concurrency 109 → 98/);
});

test('changes of concurrency add up while the engine has not answered', async () => {
  const { terminal, run } = open(120, 40, hundred());
  run.silent = true;
  await terminal.shows(/RUNNING/);
  terminal.press('++');
  await terminal.shows(/→ concurrency 109 asked/);
  expect(run.state.concurrency).toBe(90);
});

test('a refused command says why', async () => {
  const { terminal, run } = open(120, 40, hundred());
  run.refuses = 'the run is draining';
  await terminal.shows(/RUNNING/);
  terminal.press('+');
  await terminal.shows(/concurrency 99 refused: the run is draining/);
  terminal.press('7');
  await terminal.hides(/concurrency 99 refused: the run/);
});

test('x asks how to stop; Esc goes on; n stops now, with the proof, and q leaves', async () => {
  const { terminal, run, outcome } = open(120, 40, hundred());
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

test('the screen that was there before comes back, and input with it', async () => {
  const { terminal, run, outcome } = open(80, 24, hundred());
  await terminal.shows(/RUNNING/);
  expect(terminal.raw).toBe(true);
  run.emit({ type: 'run.finished', phase: 'DONE', exitCode: 0, reason: null });
  await terminal.shows(/■ DONE/);
  terminal.press('\r');
  expect(await outcome).toEqual({ action: 'left', exitCode: 0 });
  expect((await terminal.text()).trim()).toBe('');
  expect(terminal.alternate).toBe(false);
  expect(terminal.raw).toBe(false);
  expect(terminal.transcript).toMatch(/\x1b\[\?7h/);
});

test('q asks while a run lives and leaves once the run has ended', async () => {
  const { terminal, run, outcome } = open(100, 30, hundred());
  await terminal.shows(/RUNNING/);
  terminal.press('q');
  await terminal.shows(/Leave cathedral\?/);
  terminal.press('d');
  await terminal.shows(/DRAINING/);
  run.advance(30_000);
  expect(await outcome).toEqual({ action: 'left', exitCode: 130 });
});

test('Ctrl-C asks, and a second one stops now', async () => {
  const { terminal, run } = open(100, 30, hundred());
  await terminal.shows(/RUNNING/);
  terminal.press('\x03');
  await terminal.shows(/Ctrl\+C again stops now/);
  terminal.press('\x03');
  await terminal.shows(/STOPPED/);
  expect(run.commands).toEqual(['stop now']);
});

test('Ctrl-C during a drain stops now', async () => {
  const { terminal, run } = open(100, 30, hundred());
  await terminal.shows(/RUNNING/);
  terminal.press('xd');
  await terminal.shows(/DRAINING/);
  terminal.press('\x03');
  await terminal.shows(/STOPPED/);
  expect(run.commands).toEqual(['stop', 'stop now']);
});

test('pasted text is not taken as keys', async () => {
  const { terminal, run } = open(100, 30, hundred());
  await terminal.shows(/RUNNING/);
  terminal.press('\x1b[200~Xp+\x1b[201~');
  await terminal.shows(/pasted text is not taken as keys/);
  expect(run.commands).toEqual([]);
});

test('help shows every section and goes away without leaving anything behind', async () => {
  const { terminal } = open(120, 40, hundred());
  const before = await terminal.shows(/RUNNING[\s\S]*p pause/);
  terminal.press('?');
  const help = await terminal.shows(/swarmdeck help/);
  expect(help).not.toContain('throughput ─');
  expect(help).toContain('Ctrl+C');
  terminal.press('?');
  await terminal.hides(/swarmdeck help/);
  expect(await terminal.shows(/1 agents/)).toBe(before);
});

test('a zoomed pane has the screen, and gives it back', async () => {
  const { terminal } = open(120, 40, hundred());
  const before = await terminal.shows(/RUNNING[\s\S]*p pause/);
  terminal.press('7z');
  const zoomed = await terminal.hides(/1 agents/);
  expect(zoomed).toContain('─ 7 log');
  expect(zoomed).not.toContain('4 queue');
  terminal.press('\x1b');
  expect(await terminal.shows(/1 agents/)).toBe(before);
});

test('every size shows something true, and comes back whole after a storm of resizes', async () => {
  const { terminal } = open(120, 40, hundred());
  const before = await terminal.shows(/RUNNING[\s\S]*p pause/);
  for (const [columns, rows] of [
    [80, 24],
    [200, 60],
    [50, 12],
    [30, 8],
    [160, 20],
    [79, 23],
  ]) {
    terminal.resize(columns, rows);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  terminal.resize(80, 24);
  const narrow = await terminal.shows(/p pause/);
  expect(narrow).toContain('routes simulator/small closed');
  terminal.resize(50, 12);
  expect(await terminal.shows(/90 of 90 in flight/)).not.toContain('─ 1 agents');
  terminal.resize(30, 8);
  expect(await terminal.shows(/enlarge the terminal/)).toContain('RUNNING');
  terminal.resize(120, 40);
  expect(await terminal.shows(/p pause/)).toBe(before);
});

test('a stalled terminal gets no frames and is whole again afterwards', async () => {
  const { terminal, run } = open(120, 40, hundred());
  await terminal.shows(/RUNNING[\s\S]*p pause/);
  terminal.stalled = true;
  const { written } = terminal;
  run.advance(3_000);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(terminal.written).toBe(written);
  terminal.stalled = false;
  await terminal.shows(/RUNNING {2}11s/);
});

test('a terminal that goes away closes the console and leaves the run alone', async () => {
  const { terminal, run, outcome } = open(80, 24, hundred());
  await terminal.shows(/RUNNING/);
  terminal.hangUp();
  expect(await outcome).toEqual({ action: 'closed' });
  expect(run.commands).toEqual([]);
});

test('what others write to the console is kept from the screen', async () => {
  const stray: string[] = [];
  const { terminal } = open(80, 24, hundred(), { stray: (text) => stray.push(text) });
  await terminal.shows(/RUNNING/);
  console.log('a library %s', 'talks');
  process.stderr.write('and complains\n');
  await close?.();
  expect(stray).toEqual(['a library talks\n', 'and complains\n']);
});

test('control characters in names and errors never reach the terminal', async () => {
  const run = new RunFixture({ name: 'evil\x1b]0;title\x07\x1b[2Jname', roles: { agent: 2 } });
  run.emit({ type: 'run.phase', phase: 'RUNNING', reason: 'a\x1b[31mred\x9b2J\nline' });
  const { terminal } = open(120, 40, run);
  const text = await terminal.shows(/evilname/);
  expect(text).toContain('RUNNING · ared line');
  expect(terminal.transcript).not.toContain('\x1b]0;');
});

test('without UTF-8 every character on the screen is ASCII', async () => {
  const { terminal } = open(120, 40, hundred(), { env: { TERM: 'vt220', LANG: 'C' } });
  const text = await terminal.shows(/\* RUNNING/);
  expect(text).not.toMatch(/[^\x00-\x7e]/);
  terminal.press('?');
  expect(await terminal.shows(/swarmdeck help/)).not.toMatch(/[^\x00-\x7e]/);
});

test('states are in colour, and without colour in bold and inverse alone', async () => {
  const colourful = open(80, 24, hundred());
  const lines = (await colourful.terminal.shows(/RUNNING/)).split('\n');
  const at = lines[0].indexOf('●');
  expect(await colourful.terminal.cell(at, 0)).toMatchObject({ text: '●', bold: true, colour: 71 });
  await close?.();
  const plain = open(80, 24, hundred(), { env: { ...env, NO_COLOR: '1' } });
  await plain.terminal.shows(/RUNNING/);
  expect(await plain.terminal.cell(at, 0)).toMatchObject({ text: '●', bold: true, colour: -1 });
});

test('T changes the theme, F shows what a frame takes, Ctrl+L draws again', async () => {
  const { terminal } = open(120, 40, hundred());
  await terminal.shows(/RUNNING/);
  terminal.press('F');
  await terminal.shows(/\d\.\d ms {2}\d+ fps/);
  terminal.press('T');
  await terminal.shows(/theme light/);
  const before = terminal.written;
  terminal.press('\x0c');
  await expect.poll(() => terminal.written - before).toBeGreaterThan(2_000);
});

test('with leaveAtEnd the console closes with the run', async () => {
  const { terminal, run, outcome } = open(80, 24, hundred(), { leaveAtEnd: true });
  await terminal.shows(/RUNNING/);
  run.emit({ type: 'run.finished', phase: 'DONE', exitCode: 1, reason: null });
  expect(await outcome).toEqual({ action: 'left', exitCode: 1 });
});
