import { expect, test } from 'vitest';
import { openingSentences } from '../../../components/linear/opening-sentences.ts';
import { statusSentences } from '../../../components/linear/status-sentences.ts';
import { RunFixture } from '../run-fixture.ts';

const said = (run: RunFixture) => statusSentences(run.snapshot(), 'mo');

test('the status says what an operator must know first, in that order', () => {
  const run = new RunFixture({
    tasks: 200,
    faults: 0,
    budget: 2_000_000_000,
    tokenPrice: 100_000,
    reserve: 30_000_000,
  }).advance(30_000);
  const lines = said(run);
  const about = [
    /^Running, 30 seconds since the start\.$/,
    /^\d+ % done, \d+ of 200 tasks, 100 % of those that ended went well, about .* left, between/,
    /^Held by .*\.$/,
    /^Spent \$\d+\.\d\d of \$2\.00, \$0\.\d+ reserved, \$\d\.\d\d free, \$.* a minute, about \$.* at the end\.$/,
    /^No task has failed\.$/,
    /^\d+ calls and \d+ tokens a second\.$/,
    /^Half of the calls take .* seconds or less, 95 % .* seconds, 99 % .* seconds\.$/,
  ];
  for (const [index, wanted] of about.entries()) expect(lines[index]).toMatch(wanted);
});

test('what is not known is said to be unknown, and never 0', () => {
  const run = new RunFixture({ tokenPrice: null, faults: 0 });
  expect(said(run).join('\n')).toMatch(/time left unknown/);
  expect(said(run)).toContain('Speed not known yet.');
  run.advance(20_000);
  const lines = said(run).join('\n');
  expect(lines).toMatch(/Spent an unknown sum/);
  expect(lines).toMatch(/The price of \d+ calls is unknown\./);
});

test('what fails and which alerts stand is said', () => {
  const run = new RunFixture({ faults: 0.5, tasks: 400 }).advance(20_000);
  run.emit({ type: 'alert.raised', alert: 'failures', message: '12 of the last 50 tasks failed' });
  const lines = said(run);
  expect(lines.find((line) => line.startsWith('Tasks: '))).toMatch(
    /^Tasks: \d+ failed, \d+ backs? off\.$/,
  );
  expect(lines).toContain('Alert failures: 12 of the last 50 tasks failed.');
});

test('a pause is told by who holds the run', () => {
  const run = new RunFixture({ faults: 0 }).advance(4_000);
  run.command({ type: 'pause', mode: 'soft' }, { by: 'mo' });
  expect(said(run)[0]).toBe('Pausing, 4 seconds since the start, asked by the operator.');
  expect(said(run)[2]).toMatch(/^Paused by you, 10 calls still end\.$/);
});

test('a run that is over says what it came to, at the time of its end', () => {
  const run = new RunFixture({ faults: 0 }).advance(4_000);
  run.command({ type: 'stop', mode: 'now' }, { by: 'mo' });
  run.t += 60_000;
  const lines = said(run);
  expect(lines[0]).toBe('Stopped after 4.2 seconds, stopped by you, exit code 130.');
  expect(lines[1]).toMatch(/^\d+ tasks done, 10 cancelled, \d+ not done\.$/);
  expect(lines[2]).toMatch(/^Spent \$\d/);
});

test('the opening says what runs', () => {
  expect(openingSentences(new RunFixture().snapshot())).toEqual([
    'Run cathedral, preset heavy, on simulator/small.',
    '200 tasks, 10 agents, concurrency 10.',
  ]);
});
