import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Session } from '../../src/cli/session.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import type { ConsensusOutcome } from '../../src/plan/consensus/consensus-outcome.ts';
import { estimatePlan } from '../../src/plan/estimate-plan.ts';
import { folder, resolved } from '../helpers/spec.ts';
import { type VotersServer, votersServer } from '../helpers/voters-server.ts';

const questions = 60;
let server: VotersServer;
afterEach(() => server.close());

async function ended(earlyStop: string) {
  server = await votersServer({ questions, voters: 9, right: 0.9, seed: 3 });
  const list = Array.from({ length: questions }, (_, number) => `Question ${number}?`);
  const spec = await resolved(
    { flags: { out: join(folder(), 'run') } },
    `agents: 20
provider: openai
model: gpt-5-mini
baseUrl: ${server.url}
maxOutputTokens: 100
budget: { usd: 5 }
workload:
  consensus: { questions: ${JSON.stringify(list)}, voters: 9, normalize: number, earlyStop: ${earlyStop} }
`,
  );
  const session = await Session.open({ spec, plan: compilePlan(spec), environment: {} });
  session.engine.start();
  const { outcome, decided } = await session.finish();
  expect(outcome.exitCode).toBe(0);
  return { session, consensus: decided as unknown as ConsensusOutcome, spec };
}

test('voters of many questions at once come to the winners of asking all, for fewer calls', async () => {
  const { session, consensus } = await ended('likely');
  for (const [number, { answer }] of consensus.questions.entries()) {
    expect(`The answer is ${answer}.`).toBe(server.winnerOf(number));
  }
  expect(server.calls).toHaveLength(consensus.asked);
  expect(consensus.asked + consensus.saved_calls).toBe(questions * 9);
  expect(consensus.saved_calls / (questions * 9)).toBeGreaterThan(0.4);
  expect(consensus.cut_calls).toBe(0);
  // What was set aside is free again, and what was saved costs what the others did.
  expect(session.snapshot().budget.reservedNanoUsd).toBe(0);
  const mean = session.engine.state.totals.costNanoUsd / consensus.asked;
  expect((consensus.saved_usd ?? 0) * 1e9).toBeCloseTo(mean * consensus.saved_calls, -2);
  expect(session.work()).toMatchObject({
    kind: 'consensus',
    decided: questions,
    savedCalls: consensus.saved_calls,
    savedNanoUsd: Math.round(mean * consensus.saved_calls),
  });
});

test('without an early stop all are heard, and the estimate is of all', async () => {
  const { consensus, spec } = await ended('false');
  expect(consensus).toMatchObject({ asked: questions * 9, saved_calls: 0, decided: questions });
  const early = { ...spec, workload: { ...spec.workload, earlyStop: 'certain' } as never };
  const [all, some] = await Promise.all(
    [spec, early].map((each) => estimatePlan(compilePlan(each), each, [null])),
  );
  expect([all.tasks, some.tasks]).toEqual([questions * 9, questions * 9]);
  const said = 'Every voter is asked; an early stop may leave out nearly half of them.';
  expect([all.assumptions.includes(said), some.assumptions.includes(said)]).toEqual([false, true]);
});
