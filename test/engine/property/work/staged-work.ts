import { ConsensusWork } from './consensus-work.ts';
import { specOf } from './spec-of.ts';
import type { Work } from './work.ts';
import { WorkflowsWork } from './workflows-work.ts';

const spec = specOf([{ name: 'role', agents: 3, priority: 100 }]);

const plain = {
  ...{ critical: true, system: null, role: null, priority: null, reduces: [] },
  ...{ timeoutSeconds: null, retries: null, forEach: null, when: null },
};
const needs = [[], [0], [1]];

/** Three tasks of a workflow, one after the other, with 120 nano-dollars each and 200 in all. */
export const chainOfTasks: Work = new WorkflowsWork(
  spec,
  [
    Object.fromEntries(
      needs.map((of, n) => [`t${n}`, { needs: of.map((m) => `t${m}`), critical: true }]),
    ),
  ],
  {
    kind: 'workflows',
    definitions: [
      {
        tasks: needs.map((of, n) => ({
          ...plain,
          ...{ name: `t${n}`, prompt: `Do t${n}`, needs: of, budgetUsd: 120e-9 },
        })),
        ...{ vars: {}, roles: null, timeoutSeconds: null, budgetUsd: 200e-9 },
      },
    ],
    instances: [{ name: 'w0', definition: 0, vars: {} }],
    ...{ atOnce: 1, source: 'staged' },
  },
);

/** One question that two of three voters decide where they agree. */
export const threeVoters: Work = new ConsensusWork(spec, {
  kind: 'consensus',
  questions: [{ question: 'Q?' }],
  ...{ voters: 3, weights: {}, threshold: null, earlyStop: 'certain', source: 'staged' },
  normalize: { kind: 'exact' },
});
