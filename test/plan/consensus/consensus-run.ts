import { compilePlan } from '../../../src/plan/compile-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { RunResults } from '../../../src/plan/run-results.ts';
import type { ConsensusView } from '../../../src/state/work-view.ts';
import { resolved } from '../../helpers/spec.ts';
import type { Unfolded, UnfoldedEnd } from '../../helpers/unfold.ts';

/** The plan of a consensus, from its YAML; roles and the like may stand before. */
export async function consensusPlan(consensus: string, above = ''): Promise<Plan> {
  return compilePlan(await resolved({}, `${above}\nworkload:\n  consensus: ${consensus}\n`));
}

/** Voters answer by the name of their task; who is not named fails. */
export function answering(answers: Readonly<Record<string, string>>): (id: string) => UnfoldedEnd {
  return (id) => (id in answers ? { text: answers[id] } : { status: 'failed' });
}

/** Everybody gives the answers of their question in turn: the n-th voter the n-th letter. */
export function votes(letters: string): (id: string) => UnfoldedEnd {
  return (id) => {
    const letter = letters[Number(id.split('.').at(-1)) - 1];
    return letter === '-' ? { status: 'failed' } : { text: letter };
  };
}

const notSent = { agent: null, route: null, attempts: 0, durationMs: null, costNanoUsd: null };

/** What the tasks have given, as a store has it: who was never asked has made no attempt. */
export function resultsOf(run: Unfolded, costNanoUsd: number | null = 1_000): RunResults {
  const { results, released } = run;
  const sent = new Set(released);
  const of = (task: number) => {
    const result = results.of(task);
    const wasSent = sent.has(task) && result.status !== null;
    return {
      ...result,
      ...(wasSent ? { costNanoUsd } : notSent),
    };
  };
  return {
    of,
    *all() {
      for (let task = 0; task < run.plan.size; task++) yield of(task);
    },
  };
}

export function viewOf(plan: Plan, means?: readonly (number | null)[]): ConsensusView {
  const view = plan.view?.(means);
  if (view?.kind !== 'consensus') throw new Error('the plan shows no consensus');
  return view;
}
