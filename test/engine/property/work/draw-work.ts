import type { ResolvedSpec } from '../../../../src/spec/resolved.ts';
import type { ConsensusWorkload, EarlyStop } from '../../../../src/spec/work/consensus-workload.ts';
import type { Chance } from '../../../helpers/chance.ts';
import type { Scenario } from '../scenario.ts';
import { ChainsWork } from './chains-work.ts';
import { ConsensusWork } from './consensus-work.ts';
import { drawWorkflows } from './draw-workflows.ts';
import { specOf } from './spec-of.ts';
import type { Work } from './work.ts';

const priorities = [300, 200, 100, 0];

/** Work of about so many tasks for the scenario's roles. */
export function drawWork(chance: Chance, scenario: Scenario, size: number): Work {
  const { roles } = scenario;
  const spec = specOf(
    roles.map(({ name, agents }) => ({ name, agents, priority: chance.pick(priorities) })),
  );
  switch (chance.weighted([5, 2, 2])) {
    case 0:
      return drawWorkflows(chance, scenario, spec, Math.ceil(size / 24));
    case 1:
      return drawConsensus(chance, spec, size);
    default: {
      const count = chance.whole(1, 20);
      const chains = Array.from({ length: Math.ceil(size / count) }, () => ({
        role: chance.whole(0, roles.length - 1),
        priority: chance.pick(priorities),
        count: chance.whole(1, count),
      }));
      return new ChainsWork(chains);
    }
  }
}

function drawConsensus(chance: Chance, spec: ResolvedSpec, size: number): ConsensusWork {
  const voters = chance.whole(1, 9);
  const questions = Math.ceil(size / voters);
  const workload: ConsensusWorkload = {
    kind: 'consensus',
    questions: Array.from({ length: questions }, (_, number) => ({ question: `Q${number}?` })),
    voters,
    weights: {},
    threshold: chance.pick([null, null, 0.4, 0.6, 0.8]),
    normalize: { kind: 'exact' },
    earlyStop: chance.pick<EarlyStop>(['never', 'certain', 'certain', 'certain', 'likely']),
    source: 'drawn',
  };
  return new ConsensusWork(spec, workload);
}
