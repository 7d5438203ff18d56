import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mostAnswerCharacters, mostAnswers } from '../../src/report/report-markdown.ts';
import { beginRun, eachTestHasARun, out } from './fresh-run.ts';
import { sampleSpec } from './sample-run.ts';
import { mixedRun, write } from './written-run.ts';

eachTestHasARun();

const report = () => readFileSync(join(out, 'report.md'), 'utf8');

describe('report.md', () => {
  test('says what the run was, what came of it and what it took', async () => {
    await write(mixedRun());
    const text = report();
    expect(text).toContain('# cathedral\n');
    expect(text).toContain('6 tasks, 2 prompts');
    expect(text).toContain('- Tasks: 2 done, 1 failed, 3 not done');
    expect(text).toContain('- Success: 66.7 %');
    expect(text).toContain('- Tokens: 30 in, 6 of them from a cache of the provider; 40 out');
    expect(text).toContain('- Cost: $1.00\n');
    expect(text).toContain('- Retries: 1 (rate-limited 1), 0.3s of waits');
    expect(text).toContain('| kaoz | 1 | 0 | 2 | 15 | 20 | $0.000012 | 900 ms |');
    expect(text).toContain('| openai/large | 1 | 1 | 2 | 15 | 20 | $1.00 | 996 ms |');
    expect(text).toContain('### p0 · done');
    expect(text).toContain('answer to 1');
  });

  test('sorts failures by kind, and names the command for what can be done once more', async () => {
    const store = mixedRun();
    const { runId } = store;
    await write(store);
    const text = report();
    expect(text).toContain('- **1 task**: server 500: broken\n  - p3;');
    expect(text).toContain(`\`swarmdeck resume ${runId} --failed\``);
    expect(text).toContain(`3 tasks are left: \`swarmdeck resume ${runId}\` goes on with them`);
  });

  test('an unknown price is unknown, never nothing', async () => {
    const { store, log } = beginRun();
    log.start(0, 0, 0);
    log.finish(10, 0, 0, { costNanoUsd: null });
    await write(store);
    expect(report()).toContain('- Cost: unknown for 1 call without a known price');
    expect(report()).toContain('| kaoz | 1 | 0 | 1 | 15 | 20 | unknown | 900 ms |');
  });

  test('holds the first answers and the beginning of a long one, and says where the rest is', async () => {
    const size = mostAnswers + 20;
    const { store, log, runId } = beginRun({ size });
    const long = `${'```\n'}${'x'.repeat(mostAnswerCharacters + 5)}`;
    for (let task = 0; task < size; task++) {
      log.start(task, task, 0);
      log.finish(task, task, 0, { text: task === 0 ? long : `answer ${task}` });
    }
    await write(store);
    const text = report();
    // What a cut leaves open is closed: nothing below it is inside.
    expect(text).toMatch(/xxx\n```\n\n\*… 9 more characters\*\n/);
    expect(text).toContain(`answer ${mostAnswers - 1}\n`);
    expect(text).not.toContain(`answer ${mostAnswers}\n`);
    expect(text).toContain(`The first 100 of 120 answers`);
    expect(text).toContain(`swarmdeck report ${runId} --full`);
  });

  test('answers that match a schema are one table, beside those that are free', async () => {
    const spec = sampleSpec();
    const properties = { city: { type: 'string' }, people: { type: 'number' } };
    const roles = [{ ...spec.roles[0], schema: { type: 'object', properties } }, spec.roles[1]];
    const { store, log } = beginRun({ spec: { ...spec, roles } });
    log.start(0, 0, 0);
    log.finish(1, 0, 0, { text: '{"city":"Oslo | Akershus","people":700000}' });
    log.start(0, 1, 3);
    log.finish(1, 1, 3, { text: 'free' });
    await write(store);
    expect(report()).toContain('| task | city | people |\n');
    expect(report()).toContain('| p0 | Oslo \\| Akershus | 700000 |\n');
    expect(report()).toContain('### p1 · done');
    expect(report()).not.toContain('### p0');
  });

  test('tells what the run decided, where there is an outcome.json', async () => {
    const { store } = beginRun();
    writeFileSync(join(out, 'outcome.json'), '{"kind":"consensus","answer":"42"}');
    await write(store);
    expect(report()).toContain('## Outcome\n\n- kind: consensus\n- answer: 42\n');
  });
});
