import { afterEach, expect, test } from 'vitest';
import { TaskStatus } from '../../src/state/agent-state.ts';
import { closeConsole, hundred, open } from './open-console.ts';
import { RunFixture } from './run-fixture.ts';

afterEach(closeConsole);

/** The last row of the screen: the command line while it is open. */
const lineOf = (screen: string) => screen.split('\n').at(-1);

test(': opens the command line, Enter runs it, and what was done is told and goes', async () => {
  const { terminal, run } = open(120, 40);
  await terminal.shows(/RUNNING[\s\S]*p pause/);
  terminal.press(':');
  expect(lineOf(await terminal.shows(/^:/m))).toBe(':');
  terminal.press('concurrency 20');
  await terminal.shows(/^ concurrency 90 → 20\n:concurrency 20$/m);
  expect(run.commands).toEqual([]);
  terminal.press('\r');
  await terminal.shows(/^ concurrency 90 → 20\n p pause/m);
  expect(run.commands).toEqual(['concurrency 20']);
  expect(run.state.concurrency).toBe(20);
  await terminal.shows(/you +concurrency 90 → 20/);
  await terminal.hides(/^ concurrency 90 → 20\n p pause/m);
});

test('a command that is not one says why in the same line, and leaves what was typed', async () => {
  const { terminal, run } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press(':concurency 20\r');
  const line = ':concurency 20   there is no command `concurency`; did you mean `concurrency`?';
  expect(lineOf(await terminal.shows(/did you mean/))).toBe(line);
  expect(run.commands).toEqual([]);
  terminal.press('!');
  await terminal.hides(/did you mean/);
  expect(lineOf(await terminal.text())).toBe(':concurency 20!');
  terminal.press('\x1b');
  await terminal.shows(/p pause/);
});

test('so does one that the run refuses', async () => {
  const { terminal, run } = open(80, 24);
  run.refuses = 'the run is being stopped';
  await terminal.shows(/RUNNING/);
  terminal.press(':resume\r');
  await terminal.shows(/^:resume {3}the run is being stopped$/m);
  // Mended and run again without a word typed twice.
  run.refuses = null;
  terminal.press('\r');
  await terminal.shows(/p pause/);
  expect(run.commands).toEqual(['resume', 'resume']);
});

test('a refusal that has no room in the line stands above it', async () => {
  const { terminal } = open(80, 24);
  await terminal.shows(/RUNNING/);
  terminal.press(':set retry.retries=800 timeouts.idleSeconds=30\r');
  await terminal.shows(
    /^ retry.retries: expected a whole number from 0 to 100, got 800\n:set retry.retries=800/m,
  );
});

test('Tab completes, then tries one after the other, and gives back what was typed', async () => {
  const { terminal } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press(':conc\t');
  await terminal.shows(/^:concurrency /m);
  terminal.press('\x15re\t');
  await terminal.shows(/^:resume /m);
  terminal.press('\t');
  await terminal.shows(/^:retry /m);
  terminal.press('\x1b[Z');
  await terminal.shows(/^:resume /m);
  terminal.press('\x1b[Z');
  await terminal.shows(/^:re$/m);
  terminal.press('\x15agents k\t');
  await terminal.shows(/^:agents kaoz/m);
});

test('the list shows every command with what it does, and finds one by that', async () => {
  const { terminal, run } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press('\x10');
  const list = await terminal.shows(/─ commands ─/);
  expect(list).toMatch(/^ {3}pause +calls end; now cuts them/m);
  // Enter chooses nothing that nobody pointed at.
  terminal.press('\r');
  await terminal.hides(/─ commands ─/);
  expect(run.commands).toEqual([]);
  terminal.press('\x10breaker of');
  await terminal.shows(/^ › trip +open the breaker of a route/m);
  terminal.press('\x1b[B');
  await terminal.shows(/^ › reset /m);
  terminal.press('\r');
  await terminal.shows(/^:reset /m);
  terminal.press('\x1b[B\r');
  await terminal.hides(/─ commands ─/);
  expect(run.commands).toEqual(['breaker reset simulator/small']);
});

test('a command in the list that wants nothing more runs at once', async () => {
  const { terminal, run } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press('\x10paus\r');
  await terminal.shows(/‖ PAUSING/);
  expect(run.commands).toEqual(['pause']);
});

test('a selection says whom it would touch while it is typed, and these very tasks are touched', async () => {
  const run = hundred();
  const { terminal } = open(120, 40, run);
  await terminal.shows(/RUNNING/);
  terminal.press(':cancel status:streaming');
  const screen = await terminal.shows(/^ \d+ tasks, all running · /m);
  const shown = Number(/^ (\d+) tasks, all running/m.exec(screen)?.[1]);
  const before = [...run.state.tasks.status].filter((status) => status === TaskStatus.cancelled);
  expect(before).toHaveLength(0);
  terminal.press('\r');
  await terminal.shows(/^ \d+ tasks told to cancel/m);
  const after = [...run.state.tasks.status].filter((status) => status === TaskStatus.cancelled);
  expect(after).toHaveLength(shown);
  // The log says what it was selected by, and the many ends are one line.
  expect(run.commands).toEqual(['cancel status:streaming']);
  await terminal.shows(/you +cancel status:streaming/);
  await terminal.shows(new RegExp(`${shown} tasks +cancelled · cancelled by mo`));
});

test('nothing selected is said before Enter and refused after it', async () => {
  const { terminal, run } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press(':retry role:koaz');
  await terminal.shows(/this run has no role `koaz`; did you mean `kaoz`\?/);
  terminal.press('\x15cancel kaoz');
  await terminal.shows(/^ [\d,]+ tasks: \d+ running, [\d,]+ queued/m);
  expect(run.commands).toEqual([]);
});

test('a preset says what changes and what cannot before Enter, and the header goes by it afterwards', async () => {
  const { terminal, run } = open(120, 40);
  await terminal.shows(/cathedral · heavy/);
  terminal.press('\x14');
  await terminal.shows(/^ light {2}medium {2}heavy {2}night-batch/m);
  terminal.press('light');
  await terminal.shows(
    /^ concurrency 90 → 20, retry.retries 5 → 2 · not before the next run: provider\n:preset light/m,
  );
  terminal.press('\r');
  await terminal.shows(/cathedral · light/);
  expect(run.commands).toEqual(['preset light']);
  await terminal.shows(/you +preset light · concurrency 90 → 20, retry.retries 5 → 2/);
});

test('a preset that there is not is refused with the near miss', async () => {
  const { terminal } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press(':preset ');
  await terminal.shows(/night-batch/);
  terminal.press('hevy\r');
  await terminal.shows(/there is no preset `hevy`; did you mean `heavy`\?/);
});

test('save keeps the tuning under a name', async () => {
  const { terminal, run } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press(':save tonight\r');
  await terminal.shows(/saved preset tonight in settings.json/);
  expect(run.saved).toEqual(['tonight']);
});

test('theme, help and quit are the console’s own', async () => {
  const { terminal, outcome, run } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press(':theme contrast\r');
  await terminal.shows(/theme contrast/);
  terminal.press(':help\r');
  await terminal.shows(/swarmdeck help/);
  terminal.press('\x1b');
  await terminal.hides(/swarmdeck help/);
  terminal.press(':quit\r');
  await terminal.shows(/Leave cathedral\?/);
  terminal.press('n');
  await outcome;
  expect(run.commands).toEqual(['stop now']);
});

test.each<[string, string, RegExp]>([
  ['=', 'concurrency ', /^ 90 {2}auto/m],
  ['n', 'agents ', /^ kaoz {2}order/m],
  ['b', 'budget ', /^ none {2}run= {2}agent= {2}day=/m],
  ['L', 'limit simulator/small ', /^ rps= {2}rpm=/m],
])('%s begins the command that it stands for', async (key, begun, offered) => {
  const { terminal } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press(key);
  await terminal.shows(new RegExp(`^:${begun.trimEnd()}`, 'm'));
  await terminal.shows(offered);
});

test('t trips the only breaker and resets it; of several routes it asks which', async () => {
  const one = open(120, 40);
  await one.terminal.shows(/RUNNING/);
  one.terminal.press('t');
  await one.terminal.shows(/the breaker of simulator\/small is open/);
  one.terminal.press('t');
  await one.terminal.shows(/the breaker of simulator\/small is closed/);
  expect(one.run.commands).toEqual([
    'breaker trip simulator/small',
    'breaker reset simulator/small',
  ]);
  await closeConsole();
  const two = open(
    120,
    40,
    new RunFixture({ roles: { kaoz: 4, order: 4 }, routes: ['azure/gpt', 'ollama/llama'] }),
  );
  await two.terminal.shows(/RUNNING/);
  two.terminal.press('t');
  await two.terminal.shows(/^ azure\/gpt {2}ollama\/llama *\n:trip/m);
});

test('a turns auto on and off, and + moves its ceiling', async () => {
  const { terminal, run } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press('a');
  await terminal.shows(/concurrency 90 → 1-90/);
  terminal.press('+');
  await terminal.shows(/concurrency 1-90 → 1-99/);
  terminal.press('a');
  await terminal.shows(/concurrency 1-99 → 99/);
  expect(run.commands).toEqual(['concurrency auto', 'concurrency 99', 'concurrency fixed']);
});

test('pasted text goes into the open line as one line, and runs nothing by itself', async () => {
  const { terminal, run } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press(':');
  await terminal.shows(/^:/m);
  terminal.press('\x1b[200~cancel\nall\r\x1b[201~');
  await terminal.shows(/^:cancel all$/m);
  expect(run.commands).toEqual([]);
});

test('Ctrl-C in the command line asks how to stop, as everywhere', async () => {
  const { terminal, run } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press(':cancel all\x03');
  await terminal.shows(/Stop cathedral\?/);
  expect(await terminal.text()).not.toContain(':cancel all');
  terminal.press('\x03');
  await terminal.shows(/STOPPED/);
  expect(run.commands).toEqual(['stop now']);
});

test('what was asked stays as asked while the run has not answered, and nothing blocks the hand', async () => {
  const { terminal, run } = open(120, 40);
  run.silent = true;
  await terminal.shows(/RUNNING/);
  terminal.press(':limit rpm=60\r');
  await terminal.shows(/→ asked/);
  expect(run.commands).toEqual(['set limits.requestsPerMinute=60']);
  terminal.press('\x1b');
  await terminal.shows(/→ set limits.requestsPerMinute=60 asked\n p pause/);
});

test('what stood below the command line comes back when it is left', async () => {
  const { terminal } = open(80, 12);
  await terminal.shows(/RUNNING/);
  const before = (await terminal.shows(/p pause/)).split('\n').slice(3);
  terminal.press(':cancel role:kaoz');
  await terminal.shows(/^ [\d,]+ tasks/m);
  terminal.press('\x1b');
  await terminal.hides(/^:/m);
  expect((await terminal.shows(/p pause/)).split('\n').slice(3)).toEqual(before);
});
