import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from '../../src/cli/session.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import type { ConsensusOutcome } from '../../src/plan/consensus/consensus-outcome.ts';
import type { ResolvedSpec } from '../../src/spec/resolved.ts';
import type { EarlyStop } from '../../src/spec/work/consensus-workload.ts';
import { votersQuestions, votersServer } from '../helpers/voters-server.ts';
import { benchSpec } from './bench-spec.ts';

const questions = 1_000;
const voters = 9;
const right = 0.9;

/** Calls that an early stop saves, and whether it names the winner that asking all would have named. */
export async function consensusBench(): Promise<void> {
  console.log(
    `\nconsensus: ${questions} questions, ${voters} voters, each right in ${right * 100} %, wrong all in the same way`,
  );
  console.log('early stop  calls asked  never sent  saved  same winner as all  s');
  for (const earlyStop of ['never', 'certain', 'likely'] as const) await stopBench(earlyStop);
  console.log('gate: 40 % saved with likely, the same winner 1,000 times');
}

async function stopBench(earlyStop: EarlyStop): Promise<void> {
  const server = await votersServer({ questions, voters, right, seed: 7 });
  const directory = mkdtempSync(join(tmpdir(), 'swarmdeck-bench-'));
  try {
    const out = join(directory, 'run');
    // The spec adds the /v1 itself.
    const url = server.url.replace(/\/v1$/, '');
    const base = benchSpec({ url, agents: 100, tasks: 1, out });
    const spec: ResolvedSpec = {
      ...base,
      workload: {
        kind: 'consensus',
        questions: votersQuestions(questions),
        ...{ voters, weights: {}, threshold: null, earlyStop },
        normalize: { kind: 'number' },
        source: 'bench',
      },
    };
    const began = performance.now();
    const session = await Session.open({ spec, plan: compilePlan(spec), environment: {} });
    session.engine.start();
    await session.finish();
    const seconds = (performance.now() - began) / 1_000;
    const outcome: ConsensusOutcome = JSON.parse(readFileSync(join(out, 'outcome.json'), 'utf8'));
    const same = outcome.questions.filter(({ answer }, question) => {
      const winner = server.winnerOf(question);
      return winner === null ? answer === null : answer !== null && winner.includes(answer);
    }).length;
    const calls = server.calls.length;
    console.log(
      [
        earlyStop.padEnd(10),
        String(calls).padStart(12),
        String(outcome.saved_calls).padStart(11),
        `${((100 * outcome.saved_calls) / (questions * voters)).toFixed(1)} %`.padStart(6),
        `${same} of ${questions}`.padStart(19),
        seconds.toFixed(1).padStart(4),
      ].join(' '),
    );
  } finally {
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
