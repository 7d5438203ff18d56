import type { Command, TaskCommand } from '../../../src/engine/commands/command.ts';
import type { Chance } from '../../helpers/chance.ts';
import type { CommandKind } from './commands.ts';
import { type Rules, setConcurrency } from './rules.ts';
import type { Scenario } from './scenario.ts';
import { WorkflowsWork } from './work/workflows-work.ts';

/** Types the command of `rule` by that of `draw`. */
function kind<C extends Command>(of: {
  readonly weight: number;
  draw(chance: Chance, scenario: Scenario): C;
  rule?(rules: Rules, command: C): void;
  undo?(command: C): Command;
}): CommandKind {
  return of;
}

const queries = [
  'all',
  'status:queued',
  'status:running',
  'status:retrying',
  'status:failed,cancelled',
  'status:blocked',
  'attempts>=2',
  'role:role0 !status:done',
  'age>500ms',
  'error:timeout,network',
];

function selection(chance: Chance, { tasks, work }: Scenario): TaskCommand['selection'] {
  if (work instanceof WorkflowsWork && chance.happens(0.5)) {
    const workflow = `workflow:w${chance.whole(0, work.drafts.length - 1)}`;
    return { query: chance.happens(0.7) ? workflow : `${workflow} ${chance.pick(queries)}` };
  }
  if (chance.happens(0.5)) return { query: chance.pick(queries) };
  const most = chance.happens(0.3) ? tasks.size : 20;
  const first = chance.whole(0, tasks.size - 1);
  const length = Math.min(tasks.size - first, chance.whole(1, most));
  return { tasks: Array.from({ length }, (_, index) => first + index) };
}

const routeName = (chance: Chance, { routes }: Scenario) =>
  `model/${chance.whole(0, routes.length - 1)}`;

const loosen = (rules: Rules) => {
  rules.batchesKept = false;
};

/** What an operator does to tasks, agents and tuning while a run lives. */
export const steering: Readonly<Record<string, CommandKind>> = {
  cancel: kind({
    weight: 1,
    draw: (chance, scenario) =>
      ({ type: 'cancel', selection: selection(chance, scenario) }) as const,
  }),
  retry: kind({
    weight: 3,
    draw: (chance, scenario) =>
      ({ type: 'retry', selection: selection(chance, scenario) }) as const,
    rule: loosen,
  }),
  hold: kind({
    weight: 3,
    draw: (chance, scenario) => ({ type: 'hold', selection: selection(chance, scenario) }) as const,
    rule: loosen,
    // What is selected has changed until then; and who keeps something back lets it go on.
    undo: () => ({ type: 'unhold', selection: { query: 'all' } }),
  }),
  unhold: kind({
    weight: 1,
    draw: (chance, scenario) =>
      ({ type: 'unhold', selection: selection(chance, scenario) }) as const,
    rule: loosen,
  }),
  requeue: kind({
    weight: 3,
    draw: (chance, scenario) =>
      ({ type: 'requeue', selection: selection(chance, scenario) }) as const,
    rule: loosen,
  }),
  route: kind({
    weight: 3,
    draw: (chance, scenario) =>
      ({
        type: 'route',
        selection: selection(chance, scenario),
        route: routeName(chance, scenario),
      }) as const,
    rule: loosen,
  }),
  priority: kind({
    weight: 4,
    draw: (chance, scenario) =>
      ({
        type: 'priority',
        selection: selection(chance, scenario),
        value: chance.whole(-300, 300),
      }) as const,
    rule: loosen,
  }),
  agents: kind({
    weight: 4,
    draw: (chance, { roles }) => {
      const { name, agents } = chance.pick(roles);
      return { type: 'agents', role: name, value: chance.whole(1, agents * 2) } as const;
    },
    rule: loosen,
  }),
  'breaker, by hand': kind({
    weight: 2,
    draw: (chance, scenario) =>
      ({ type: 'breaker', route: routeName(chance, scenario), action: 'trip' }) as const,
    undo: ({ route }) => ({ type: 'breaker', route, action: 'reset' }),
  }),
  'tune retries, connections and batches': kind({
    weight: 3,
    draw: (chance) =>
      ({
        type: 'tune',
        wish: {
          retry: { retries: chance.whole(0, 10) },
          maxConnections: chance.happens(0.5) ? chance.whole(1, 600) : null,
          ...(chance.happens(0.5) && { batch: chance.whole(1, 20) }),
          breaker: { failures: chance.whole(1, 10), recoverySeconds: chance.pick([0.1, 1, 5]) },
        },
      }) as const,
    rule: (rules, { wish }) => {
      loosen(rules);
      // A try that is waited for already is made, whatever is allowed from now on.
      rules.retries = Math.max(rules.retries, wish.retry.retries);
      rules.maxConnections = rules.maxConnections.map(() => wish.maxConnections);
    },
  }),
  'tune limits': kind({
    weight: 3,
    draw: (chance, { tasks }) => {
      const some = (low: number, high: number) =>
        chance.happens(0.3) ? null : Math.round(chance.magnitude(low, high));
      const { size } = tasks;
      const limits = {
        ...(chance.happens(0.3) && { requestsPerSecond: some(2, 500) }),
        ...(chance.happens(0.5) && { requestsPerMinute: some(60, 6_000) }),
        ...(chance.happens(0.2) && { requestsPerHour: some(size, 10 * size) }),
        ...(chance.happens(0.2) && { requestsPerDay: some(size, 10 * size) }),
        ...(chance.happens(0.3) && { tokensPerMinute: some(10_000, 1_000_000) }),
        ...(chance.happens(0.3) && { burst: some(1, 100) }),
      };
      return { type: 'tune', wish: { limits } } as const;
    },
    rule: (rules, { wish }) => {
      rules.limits = rules.limits.map((limits) => ({ ...limits, ...wish.limits }));
    },
  }),
  preset: kind({
    weight: 2,
    draw: (chance, { agents }) =>
      ({
        type: 'preset',
        name: 'other',
        wish: {
          agents: chance.whole(3, agents + 3),
          concurrency: chance.whole(1, agents + 1),
          batch: chance.whole(1, 10),
        },
        notLive: ['model'],
      }) as const,
    rule: (rules, { wish }) => {
      loosen(rules);
      // A preset says all of it: a number of its own is fixed.
      setConcurrency(rules, { min: wish.concurrency, max: wish.concurrency });
    },
  }),
};
