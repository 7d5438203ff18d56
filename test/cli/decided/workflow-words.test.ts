import { expect, it } from 'vitest';
import { decidedWords } from '../../../src/cli/decided/decided-words.ts';
import type { WorkflowOutcome } from '../../../src/plan/workflow/workflows-outcome.ts';

function outcomeOf(workflows: readonly Partial<WorkflowOutcome>[]) {
  const counts = { total: 0, done: 0, partial: 0, failed: 0, cancelled: 0, unfinished: 0 };
  const whole = workflows.map((each, index): WorkflowOutcome => {
    const state = each.state ?? 'done';
    counts.total += 1;
    counts[state] += 1;
    return {
      ...{ workflow: `w${index}`, state, outputs: {}, failed: [], took_with_it: [] },
      ...{ can_be_done_again: [], tasks_done: 1, cost_usd: 0, longest_path_seconds: 1 },
      ...each,
    };
  });
  return { kind: 'workflows', counts, workflows: whole };
}

const failure = { status: 'failed', error: 'timeout: no answer in 20 s', critical: true };

it('counts workflows by what they came to', () => {
  const outcome = outcomeOf([{}, {}, { state: 'partial' }, { state: 'unfinished' }]);
  const { rows, below, above } = decidedWords(outcome);
  expect(rows).toEqual([['workflows', '2 done, 1 done in part, 1 not finished']]);
  expect([above, below]).toEqual(['', '']);
});

it('blames what is critical, and tells apart what the workflow does without', () => {
  const failed = [
    { task: 'joke', ...failure, critical: false },
    { task: 'visit.1', ...failure },
  ];
  const took_with_it = [{ task: 'final', because: 'visit failed' }];
  const { below } = decidedWords(outcomeOf([{ state: 'failed', failed, took_with_it }]));
  expect(below.replaceAll(/\s+/g, ' ').trim()).toBe(
    'w0 is failed: visit.1 failed (timeout: no answer in 20 s); it took with it final; optional, and without an answer too: joke',
  );
  const optional = outcomeOf([{ state: 'partial', failed: failed.slice(0, 1) }]);
  expect(decidedWords(optional).below).toContain('w0 is done in part: joke failed (timeout');
});

it('says that something was cancelled once', () => {
  const cancelled = { status: 'cancelled', error: 'cancelled by operator', critical: true };
  const failed = [{ task: 'refuse', ...cancelled }];
  const { below } = decidedWords(outcomeOf([{ state: 'cancelled', failed }]));
  expect(below.trim()).toBe('w0 is cancelled: refuse cancelled by operator');
});

it('says of the first that failed what did, and what that took with it, in 80 columns', () => {
  const took_with_it = Array.from({ length: 9 }, (_, at) => ({ task: `step${at}`, because: 'x' }));
  const failed = [
    { task: 'draft', ...failure },
    { task: 'check.1', ...failure },
  ];
  const broken = { state: 'failed', failed, took_with_it } as const;
  const { below } = decidedWords(
    outcomeOf([{}, { ...broken, workflow: null }, ...Array(7).fill(broken)]),
  );
  expect(below).toContain(
    [
      '  the workflow is failed: draft failed (timeout: no answer in 20 s), and',
      '  check.1; it took with it step0, step1, step2, step3, step4, step5 and 3 more',
    ].join('\n'),
  );
  expect(below.trimEnd().split('\n').at(-1)).toBe(
    '  and 3 more workflows with failures, in outcome.json',
  );
  expect(Math.max(...below.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

it('tells what one workflow by itself came to, where that is short', () => {
  const outputs = { final: 'The harbour is safe.', each: ['a', 'b', null], lost: null };
  const { below } = decidedWords(outcomeOf([{ outputs }]));
  expect(below).toBe(
    '\n  final:\n\n  The harbour is safe.\n\n  each: 2 answers, in outcome.json\n',
  );
  expect(decidedWords(outcomeOf([{ outputs }, { outputs }])).below).toBe('');
  const long = decidedWords(outcomeOf([{ outputs: { final: 'x'.repeat(5_000) } }])).below;
  expect(long).toBe('\n  final: 5,000 characters, in outcome.json\n');
});
