import { expect, test } from 'vitest';
import { Herald } from '../../components/terminal/herald.ts';
import type { TerminalTalents } from '../../components/terminal/terminal-talents.ts';
import { type ConsoleSettings, usualConsoleSettings } from '../../src/settings/console-settings.ts';
import { FixtureTools } from './fixture-tools.ts';
import { RunFixture } from './run-fixture.ts';

const all: TerminalTalents = {
  title: true,
  progress: true,
  notification: 'osc777',
  tmux: false,
};

function herald(settings: Partial<ConsoleSettings> = {}, talents: Partial<TerminalTalents> = {}) {
  const sent: string[] = [];
  const output = { ready: true, send: (sequence: string) => void sent.push(sequence) };
  const subject = new Herald({
    talents: { ...all, ...talents },
    settings: { ...usualConsoleSettings, title: false, progress: false, ...settings },
    asciiOnly: false,
    output,
  });
  /** What was sent by a look at the run, at a moment of the clock. */
  const look = (run: RunFixture | null, now = 0, past = false) => {
    subject.look(run?.snapshot() ?? null, past, now);
    return sent.splice(0).join('');
  };
  return { subject, look, output };
}

/** A run that has gone on for so long. */
const running = (ms = 30_000) =>
  new RunFixture({ roles: { kaoz: 8, order: 2 }, tasks: 200, concurrency: 10 }).advance(ms);

const finish = (run: RunFixture, exitCode = 0) =>
  run.emit({
    type: 'run.finished',
    phase: exitCode === 130 ? 'STOPPED' : exitCode === 4 ? 'FAILED' : 'DONE',
    exitCode,
    reason: null,
  });

test('the title says how far the run is, once a second at most and only where it differs', () => {
  const { look } = herald({ title: true });
  expect(look(null)).toBe('\x1b]0;swarmdeck\x07');
  const run = running(4_000);
  expect(look(run, 500)).toBe('');
  const { tasks } = run.snapshot();
  const share = Math.round((100 * tasks.ended) / tasks.total);
  expect(look(run, 1_000)).toBe(`\x1b]0;● ${share} % cathedral · swarmdeck\x07`);
  expect(look(run, 3_000)).toBe('');
  finish(run);
  expect(look(run, 5_000)).toMatch(/^\x1b\]0;■ DONE \d+ % cathedral · swarmdeck\x07/);
});

test('a name that would end the title and begin something else is shown as text', () => {
  const run = new RunFixture({
    roles: { kaoz: 1 },
    tasks: 1,
    concurrency: 1,
    name: 'a\x07\x1b]52;c;ZXZpbA==\x07b\n',
  });
  const { look } = herald({ title: true });
  const title = look(run);
  expect(title).toMatch(/^\x1b\]0;[^\x00-\x1f]*\x07$/);
  expect(title).toContain('ab');
});

test('somebody who had the terminal meanwhile may have set another title', () => {
  const { subject, look } = herald({ title: true });
  const run = running();
  const title = look(run, 0);
  expect(look(run, 9_000)).toBe('');
  subject.again();
  expect(look(run, 9_100)).toBe(title);
});

test('a terminal that takes nothing is not sent titles', () => {
  const { look, output } = herald({ title: true });
  output.ready = false;
  expect(look(running(), 5_000)).toBe('');
  output.ready = true;
  expect(look(running(), 5_100)).toContain('cathedral');
});

test('progress is a number while it runs, waits in a pause, and is gone at the end', () => {
  const { look } = herald({ progress: true });
  const run = running();
  const { tasks } = run.snapshot();
  const share = Math.floor((100 * tasks.ended) / tasks.total);
  expect(look(run)).toBe(`\x1b]9;4;1;${share}\x07`);
  run.emit({ type: 'run.phase', phase: 'PAUSED', reason: 'paused by mo' });
  expect(look(run, 2_000)).toBe(`\x1b]9;4;4;${share}\x07`);
  finish(run);
  expect(look(run, 4_000)).toContain('\x1b]9;4;0;0\x07');
  expect(herald({ progress: true }, { progress: false }).look(running())).toBe('');
});

test('the end rings and is told to the desktop, once', () => {
  const { look } = herald();
  const run = running();
  look(run);
  finish(run);
  expect(look(run)).toMatch(
    /^\x07\x1b\]777;notify;cathedral: done;[\d,]+ of 200 tasks · .*% ok · .*30s\x07$/,
  );
  expect(look(run)).toBe('');
});

test('iTerm2 and its kin are told in their own words', () => {
  const { look } = herald({ bell: false }, { notification: 'osc9' });
  const run = running();
  look(run);
  finish(run);
  expect(look(run)).toMatch(/^\x1b\]9;cathedral: done: [^\x07]+\x07$/);
});

test('inside tmux it is wrapped for the terminal outside, the bell is not', () => {
  const { look } = herald({}, { tmux: true });
  const run = running();
  look(run);
  finish(run);
  expect(look(run)).toMatch(/^\x07\x1bPtmux;\x1b\x1b\]777;notify;[^\x1b]+\x07\x1b\\$/);
});

test('a short run ends quietly, unless it failed', () => {
  for (const [exitCode, rings] of [
    [0, false],
    [1, true],
    [4, true],
  ] as const) {
    const { look } = herald();
    const run = running(4_000);
    look(run);
    finish(run, exitCode);
    expect([exitCode, look(run).startsWith('\x07')]).toEqual([exitCode, rings]);
  }
});

test('a stop by hand needs no bell', () => {
  const { look } = herald();
  const run = running();
  look(run);
  finish(run, 130);
  expect(look(run)).toBe('');
});

test('what happened in a run that is looked at afterwards is no news', () => {
  const { look } = herald();
  const run = running();
  finish(run, 4);
  expect(look(run, 0, true)).toBe('');
});

test('a run that failed before anybody could look is told too', () => {
  const { look } = herald();
  const run = running(10);
  finish(run, 1);
  expect(look(run)).toMatch(/^\x07/);
});

test('an alert is told however short the run is, with the others that came with it', () => {
  const { look } = herald();
  const run = running(3_000);
  look(run);
  run.emit({ type: 'alert.raised', alert: 'budget', message: '80 % of $5.00 is spent; or so' });
  run.emit({ type: 'alert.raised', alert: 'failures', message: '12 % of calls fail' });
  expect(look(run)).toBe(
    '\x07\x1b]777;notify;cathedral: budget;80 % of $5.00 is spent, or so · and 1 more\x07',
  );
  expect(look(run)).toBe('');
});

test('a pause that nobody asked for waits for somebody', () => {
  const { look } = herald();
  const run = running();
  look(run);
  run.emit({ type: 'run.phase', phase: 'PAUSED', reason: 'paused by mo' });
  expect(look(run)).toBe('');
  run.emit({ type: 'run.phase', phase: 'RUNNING', reason: null });
  run.emit({ type: 'run.phase', phase: 'PAUSED', reason: 'the budget of $5.00 is used up' });
  expect(look(run)).toContain('cathedral: paused;the budget of $5.00 is used up');
});

test('bell and desktop are switched apart, and a terminal can be said to know what it seems not to', () => {
  const run = running();
  const mute = herald({ bell: false, notifications: false });
  const forced = herald({ bell: false, notifications: 'osc9' }, { notification: null });
  const unknown = herald({}, { notification: null });
  for (const { look } of [mute, forced, unknown]) look(run);
  finish(run);
  expect(mute.look(run)).toBe('');
  expect(forced.look(run)).toMatch(/^\x1b\]9;/);
  expect(unknown.look(run)).toBe('\x07');
});

test('a tool that asks rings once, and again where one asks after none did', () => {
  const { look } = herald({ title: true });
  const run = new RunFixture({ roles: { kaoz: 3 }, faults: 0 }).advance(1_000);
  look(run, 0);
  const tools = [0, 1].map((agent) => new FixtureTools(run, agent, [{ id: 'a', tool: 'shell' }]));
  tools[0].asks('a', 'shell');
  const told = look(run, 2_000);
  expect(told).toContain(
    '\x07\x1b]777;notify;cathedral: a tool asks;kaoz_0 asks whether shell may run\x07',
  );
  expect(told).toMatch(/\x1b\]0;● 1 ask · \d+ % cathedral/);
  tools[1].asks('a', 'shell');
  expect(look(run, 4_000)).not.toContain('notify');
  run.command({ type: 'allow', selection: { query: 'all' } }, { by: 'mo' });
  expect(look(run, 6_000)).not.toContain(' ask · ');
  tools[1].asks('a', 'shell');
  expect(look(run, 8_000)).toContain('kaoz_1 asks whether shell may run');
});
