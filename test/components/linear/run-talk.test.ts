import { afterEach, expect, test, vi } from 'vitest';
import { TaskStatus } from '../../../src/state/agent-state.ts';
import { RunFixture } from '../run-fixture.ts';
import { closeLinear, talk, tenAgents } from './open-linear.ts';

afterEach(async () => {
  await closeLinear();
  vi.restoreAllMocks();
});

test('it says what runs, and an empty line says the status in full', async () => {
  const { type, says } = talk();
  expect(await says(/how the run stands\./)).toContain(
    'Run cathedral, preset heavy, on simulator/small.\n',
  );
  type('');
  const status = await says(/tokens a second\./);
  expect(status).toMatch(/^\n\nRunning, 4 seconds since the start\.\n\d+ % done,/);
});

test('commands work as in the command line, and say what was done', async () => {
  const { type, says, run } = talk();
  type('concurrency 7');
  await says(/^Concurrency 10 to 7\.$/m);
  type(':set retry.retries=9');
  await says(/^Retry\.retries 5 to 9\.$/m);
  type('pause');
  await says(/^Pausing\.$/m);
  run.advance(20_000);
  await says(/^Paused, asked by the operator\.$/m);
  type('resume');
  await says(/^Running\.$/m);
  expect(run.commands).toEqual(['concurrency 7', 'set retry.retries=9', 'pause', 'resume']);
});

test('what was asked stays asked until the run says that it is so', async () => {
  const run = tenAgents();
  run.silent = true;
  const { type, says } = talk({ run });
  type('pause');
  expect(await says(/^Asked: pause\.$/m)).not.toContain('Pausing');
});

test('a refused command says why', async () => {
  const run = tenAgents();
  const { type, says } = talk({ run });
  type('paus');
  await says(/^There is no command paus; did you mean pause\?$/m);
  run.refuses = 'the run is being stopped';
  type('resume');
  await says(/^The run is being stopped\.$/m);
});

test('what cannot be undone is asked first, with what it touches; a number or a word answers', async () => {
  const { type, says, run } = talk();
  type('cancel status:running');
  const asked = await says(/Type 1 or 2\./);
  expect(asked).toContain('Cancel status:running?\n10 tasks, all running, ');
  expect(asked).toContain('\n1. yes.\n2. no.\n');
  type('perhaps');
  await says(/Cancel status:running\?[\s\S]*Type 1 or 2\./);
  type('no');
  await says(/Nothing was done\./);
  expect(run.commands).toEqual([]);
  type('cancel status:running');
  await says(/Type 1 or 2\./);
  const before = run.snapshot().tasks.cancelled;
  type('1');
  await says(/10 tasks told to cancel\./);
  expect(run.snapshot().tasks.cancelled).toBe(before + 10);
});

test('the tasks that were read out are the ones that are cancelled', async () => {
  const { type, says, run } = talk();
  type('cancel status:running');
  await says(/Type 1 or 2\./);
  const shown = [...run.state.agents.task.slice(0, 10)];
  run.advance(6_000);
  type('yes');
  await says(/told to cancel/);
  const cancelled = Array.from(run.state.tasks.status).flatMap((status, task) =>
    status === TaskStatus.cancelled ? [task] : [],
  );
  for (const task of cancelled) expect(shown).toContain(task);
});

test('a preset says what it would change before it is switched to', async () => {
  const { type, says, run } = talk();
  type('preset light');
  const asked = await says(/Type 1 or 2\./);
  expect(asked).toMatch(
    /Switch to preset light\?\nConcurrency 10 to 20, retry\.retries 5 to 2, not before the next run: provider\.\n/,
  );
  type('y');
  await says(/Concurrency 10 to 20/);
  expect(run.commands).toEqual(['preset light']);
});

test('what only changes a picture says so', async () => {
  const { type, says } = talk();
  type('theme light');
  await says(/theme changes what the painted console shows; here is nothing to change\./);
});

test('save and mark do what they do in the command line', async () => {
  const { type, says, run } = talk();
  type('save night');
  await says(/Saved preset night in settings\.json\./);
  expect(run.saved).toEqual(['night']);
  type('mark agent:agent_3');
  await says(/1 agent marked\./);
  type('cancel marked');
  await says(/Cancel marked\?\n1 task, running/);
  type('1');
  await says(/1 task told to cancel/);
  type('unmark');
  await says(/No agent is marked\./);
});

test('stop asks with a numbered list; drain ends the run, which says what it came to', async () => {
  const { type, says, run, outcome } = talk();
  type('stop');
  const asked = await says(/Type 1, 2 or 3\./);
  expect(asked).toMatch(
    /Stop cathedral\?\n10 calls are running, \d+ tasks wait\.\n1\. drain, let the 10 end: about/,
  );
  type('go on');
  await says(/The run goes on\./);
  type('stop');
  await says(/Type 1, 2 or 3\./);
  type('1');
  await says(/^Draining\.$/m);
  run.advance(20_000);
  const end = await says(/q leaves\./);
  expect(end).toMatch(/Stopped after .*, stopped by you, exit code 130\.\n\d+ tasks done, /);
  type('q');
  expect(await outcome).toEqual({ action: 'left', exitCode: 130 });
});

test('stop now stops at once, with its proof', async () => {
  const { type, says } = talk();
  type('stop now');
  const end = await says(/q leaves\./);
  expect(end).toMatch(
    /Stopped: acknowledged after 3 milliseconds, 10 sockets closed after 184 milliseconds, 10 calls cut,/,
  );
  type('stop');
  await says(/The run is over\. q leaves\./);
});

test('Ctrl-C asks, and a second one stops now', async () => {
  const { terminal, says, run, type } = talk();
  type('');
  await says(/tokens a second/);
  terminal.press('half a li');
  terminal.press('\x03');
  await says(/Stop cathedral\?[\s\S]*Ctrl C again stops now\./);
  terminal.press('\x03');
  await says(/q leaves\./);
  expect(run.commands).toEqual(['stop now']);
});

test('Ctrl-D leaves as q does: it asks while the run lives, and leaves at its end', async () => {
  const { terminal, says, type, run, outcome } = talk();
  terminal.press('\x04');
  await says(/Leave cathedral\?\nThe run ends with the console\.[\s\S]*3\. stay\./);
  type('3');
  await says(/The run goes on\./);
  type('q');
  await says(/Leave cathedral\?/);
  type('now');
  expect(await outcome).toEqual({ action: 'left', exitCode: 130 });
  expect(run.commands).toEqual(['stop now']);
});

test('words ask for one part of the run each', async () => {
  const roles = { roles: { kaoz: 8, order: 2 }, tiers: { kaoz: 'complex', order: 'simple' } };
  const run = new RunFixture({ ...roles, faults: 0.4, tasks: 400 }).advance(9_000);
  const { type, says } = talk({ run });
  type('routes');
  await says(
    /^simulator\/small: breaker closed, \d+ in flight, \d+ calls, [\d.]+ % of them well\.$/m,
  );
  type('queue');
  await says(/^\d+ tasks wait\.\nPriority high: \d+, the oldest for 9 seconds\./m);
  type('cost');
  await says(
    /^Spent \$0\.\d+[\s\S]*^By tier: complex \$0\.\d+, simple \$0\.\d+\.\n[\s\S]*tokens in, [\d,]+ out\.\n\d+ calls, \d+ of them retries\.$/m,
  );
  type('limits');
  await says(/^\d+ calls in flight of 10, 10 at most so far\.$/m);
  type('agent kaoz_3');
  await says(/^kaoz_3: \w+ for [\s\S]*^Task p-\d+, over simulator\/small\.$/m);
  type('agent kaoz_99');
  await says(/There is no agent kaoz_99; they are named as kaoz_0\./);
  type('log 3');
  expect((await says(/(^\d:\d\d\.\d, .*\n){3}/m)).match(/^\d:/gm)).toHaveLength(3);
  type('log x');
  await says(/log takes a number of lines/);
});

test('a model that is fetched and loaded is said with its route', async () => {
  const run = new RunFixture({ routes: ['ollama/llama3.2'] });
  run.emit({
    type: 'gate.held',
    route: 0,
    gate: 'model',
    detail: 'pulling llama3.2',
    untilT: null,
  });
  const pulling = { type: 'model.pulling', route: 0, detail: 'asking for it' } as const;
  run.emit({ ...pulling, percent: null, totalBytes: null });
  const { type, says } = talk({ run });
  type('routes');
  await says(
    /^ollama\/llama3\.2: breaker closed, pulling llama3\.2, asking for it, 0 in flight, 0 calls\.$/m,
  );
  run.emit({ ...pulling, percent: 42, totalBytes: 2_020_000_000 });
  type('routes');
  await says(/ breaker closed, pulling llama3\.2, 42 % of 2\.0 GB, 0 in flight/);
  run.emit({ type: 'model.loading', route: 0 });
  type('routes');
  await says(/ breaker closed, loading llama3\.2, 0 in flight/);
});

test('agents that need attention are a numbered list, and a number reads one of them', async () => {
  const run = new RunFixture({ faults: 0.9, tasks: 400 }).advance(6_000);
  const { type, says } = talk({ run });
  type('agents');
  const list = await says(/attention\.\n(\d+\. .*\n)+/);
  expect(list).toMatch(/10 agents: /);
  const [, name] = /1\. (agent_\d): (?:failed|retrying) for/.exec(list) ?? [];
  type('1');
  await says(new RegExp(`^${name}: [\\s\\S]*ago, ${name}: `, 'm'));
  type('77');
  await says(/There is no list with that number/);
});

test('failures are groups, and a number tries one of them once more after a yes', async () => {
  const run = new RunFixture({ faults: 0.9, tasks: 400 }).advance(8_000);
  const { type, says } = talk({ run });
  type('failures');
  const list = await says(/once more:\n(\d+\. .*\n)+/);
  expect(list).toMatch(/1\. \d+ tasks: content-filter, the prompt was filtered\./);
  type('1');
  await says(/Retry status:failed error:content-filter\?[\s\S]*1\. yes\./);
  type('1');
  await says(/told to retry/);
});

test('help is a numbered menu: a number does what needs no more, and says what the others take', async () => {
  const { type, says } = talk();
  type('help');
  const menu = await says(/quit/);
  const number = (word: string) => new RegExp(`^(\\d+)\\. ${word}`, 'm').exec(menu)?.[1] ?? '';
  type(number('routes'));
  await says(/breaker closed/);
  type('h');
  await says(/quit/);
  type(number('concurrency'));
  await says(/concurrency takes N or MIN-MAX or auto or fixed\./);
});

test('how often changes are told is for the operator to say', async () => {
  const { type, says, run, terminal } = talk();
  type('every 0');
  await says(/every takes seconds, from 1 to 3,600/);
  type('every 1');
  await says(/Changes are told every 1 second\./);
  run.advance(5_000);
  await says(/^\d+ % of 200 tasks/m);
  type('quiet');
  await says(/Quiet: only states/);
  const before = terminal.transcript;
  const clock = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => clock + 3_600_000);
  run.advance(5_000);
  run.emit({ type: 'alert.raised', alert: 'stall', message: 'nothing moves' });
  await says(/Alert: stall, nothing moves\./);
  expect(terminal.transcript.slice(before.length)).not.toContain('% of 200 tasks');
});

test('a canary is a numbered question once nothing is being typed', async () => {
  const run = tenAgents();
  const { type, says, terminal } = talk({ run });
  await says(/how the run stands\./);
  terminal.press('stat');
  run.answers.set(0, { id: 'p-0', text: null, error: 'content-filter: filtered' });
  run.answers.set(1, { id: 'p-1', text: 'Oslo \x1b[31mlies', error: null });
  run.emit({ type: 'canary.reached', tasks: 2, done: 1, failed: 1, costNanoUsd: 2_100_000 });
  run.emit({ type: 'run.phase', phase: 'PAUSED', reason: 'canary: 1 of 2 tasks done' });
  type('us');
  await says(/^Paused, canary: 1 of 2 tasks done\.$/m);
  const asked = await says(/Type 1, 2 or 3\./);
  expect(asked).toMatch(
    /Go on with cathedral\?\n2 tasks ended, 1 done, 1 failed, \$0\.0021\.\np-0: content-filter: filtered\np-1: Oslo lies\n1\. go on, with the \d+ tasks that wait\.\n2\. stop, /,
  );
  type('1');
  await says(/^Running\.$/m);
  expect(run.commands).toEqual(['resume']);
});

test('the console leaves by itself at the end where it was told to', async () => {
  const { run, outcome } = talk({ leaveAtEnd: true });
  run.command({ type: 'stop', mode: 'now' }, { by: 'SIGTERM' });
  expect(await outcome).toEqual({ action: 'left', exitCode: 130 });
});
