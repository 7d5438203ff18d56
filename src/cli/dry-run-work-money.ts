import { moneyWords } from '../cost/money-words.ts';
import { mostOutputTokens } from '../cost/most-output-tokens.ts';
import type { Price } from '../cost/price.ts';
import { cappedOutputTokens } from '../spec/defaults.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import type { WorkflowDefinition } from '../spec/work/workflows-workload.ts';

/** Budgets that are told of; of more the mend is the same. */
const mostTold = 3;

/**
 * Budgets of workflows and tasks that are less than one answer may cost: every call that they are for would
 * fail before it is sent, after what comes before it has been paid.
 */
export function workMoneyLines(spec: ResolvedSpec, prices: readonly (Price | null)[]): string[] {
  const { workload } = spec;
  if (workload.kind !== 'workflows') return [];
  const found = workload.definitions.flatMap((definition, index) => {
    const { name } = workload.instances.find((each) => each.definition === index) ?? { name: null };
    return tooSmall(definition, name ?? 'the workflow', spec, prices);
  });
  return found
    .slice(0, mostTold)
    .map(
      ({ whose, capNanoUsd, role, costNanoUsd }) =>
        `  the budget of ${whose}, ${moneyWords(capNanoUsd)}, lets no call of ${role} go: its answer may cost ${moneyWords(costNanoUsd)}; set maxOutputTokens of ${role}, or a larger budget`,
    );
}

interface SmallBudget {
  readonly whose: string;
  readonly capNanoUsd: number;
  readonly role: string;
  readonly costNanoUsd: number;
}

function tooSmall(
  { tasks, budgetUsd, roles }: WorkflowDefinition,
  name: string,
  spec: ResolvedSpec,
  prices: readonly (Price | null)[],
): SmallBudget[] {
  const all = roles ?? spec.roles.map((role) => role.name);
  const found = new Map<string, SmallBudget>();
  for (const task of tasks) {
    for (const role of task.role === null ? all : [task.role]) {
      const costNanoUsd = answerNanoUsd(role, spec, prices);
      const caps: [whose: string, usd: number | null][] = [
        [name, budgetUsd],
        [`${name}.${task.name}`, task.budgetUsd],
      ];
      for (const [whose, usd] of caps) {
        const capNanoUsd = (usd ?? Number.POSITIVE_INFINITY) * 1e9;
        if (costNanoUsd > capNanoUsd)
          found.set(`${whose} ${role}`, { whose, capNanoUsd, role, costNanoUsd });
      }
    }
  }
  return [...found.values()];
}

/** The most that the output of one call costs; nothing where its price is unknown. */
function answerNanoUsd(
  name: string,
  { roles, routes }: ResolvedSpec,
  prices: readonly (Price | null)[],
): number {
  const role = roles.find((each) => each.name === name);
  if (role === undefined) return 0;
  const [first] = role.routes;
  const tokens = Math.min(
    role.maxOutputTokens ?? cappedOutputTokens,
    mostOutputTokens(routes[first].model),
  );
  return (tokens * (prices[first]?.output ?? 0)) / 1e6;
}
