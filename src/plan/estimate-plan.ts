import { costNanoUsd } from '../cost/cost-nano-usd.ts';
import type { Price } from '../cost/price.ts';
import { callsNothing } from '../spec/providers.ts';
import type { ResolvedRoute, ResolvedSpec } from '../spec/resolved.ts';
import {
  countInput,
  loadTokenCounter,
  mostCounted,
  schemaText,
  type TokenCounter,
  tasksByRole,
} from './count-input.ts';
import {
  type CountScale,
  isClaude,
  moreOfClaude,
  otherTokenizer,
  scaleOfModel,
} from './count-scale.ts';
import {
  addSpans,
  mapSpan,
  noSpan,
  type PlanEstimate,
  type RoleEstimate,
  type Span,
} from './estimate.ts';
import { callTimeAssumption, estimateTime } from './estimate-time.ts';
import { isO200k } from './is-o200k.ts';
import { longestChain } from './longest-chain.ts';
import type { Plan } from './plan.ts';
import { type ServiceHabits, usualService } from './service-habits.ts';
import { taskBound } from './task-bound.ts';

/** What an estimate is made with. */
export interface EstimateMeans {
  readonly count: TokenCounter;
  /** What the tokenizer of a route makes of the count. */
  scale(route: ResolvedRoute): CountScale;
  readonly service: ServiceHabits;
  /** How many tasks each of the plan stands for, where the plan is a part of a larger one. */
  readonly times?: number;
}

/** As `estimateWith`, counted by the tokenizer, which this process then carries. */
export async function estimatePlan(
  plan: Plan,
  spec: ResolvedSpec,
  prices: readonly (Price | null)[],
): Promise<PlanEstimate> {
  const count = await loadTokenCounter();
  return estimateWith(plan, spec, prices, {
    count,
    scale: ({ model }) => scaleOfModel(model),
    service: usualService,
  });
}

/**
 * What the plan may take in tokens, money and time, if every task succeeds at its first try on the
 * first route of its role.
 *
 * @param prices of the spec's routes, in their order; null where unknown
 */
export function estimateWith(
  plan: Plan,
  spec: ResolvedSpec,
  prices: readonly (Price | null)[],
  { count, scale, service, times = 1 }: EstimateMeans,
): PlanEstimate {
  const tasksOf = tasksByRole(plan, spec.roles.length);
  const { answer } = service;
  const roles = spec.roles.map((role, index): RoleEstimate => {
    const tasks = tasksOf[index];
    const route = spec.routes[role.routes[0]];
    const number = Math.round(tasks.length * times);
    const calls = callsNothing(route.provider) ? 0 : number;
    const schema = schemaText(role);
    const ofSchema = schema === null ? 0 : count(schema) * tasks.length;
    const inputTokens =
      calls === 0
        ? noSpan
        : mapSpan(countInput(plan, tasks, count, scale(route)), (n) => (n + ofSchema) * times);
    // A vector is no tokens.
    const most = plan.texts === undefined ? (role.maxOutputTokens ?? answer.high) : 0;
    const outputTokens = mapSpan(
      { low: Math.min(answer.low, most), expected: Math.min(answer.expected, most), high: most },
      (tokens) => tokens * calls,
    );
    return {
      role: role.name,
      route: route.name,
      agents: role.agents,
      tasks: number,
      inputTokens,
      outputTokens,
      costNanoUsd: cost(number, inputTokens, outputTokens, prices[role.routes[0]] ?? null),
    };
  });
  const chain = longestChain(plan, roles.length);
  const used = roles.filter(({ tasks }) => tasks > 0);
  const bound = taskBound(spec);
  const unpriced = used.filter((role) => role.costNanoUsd === null).map(({ route }) => route);
  return {
    tasks: Math.round(plan.size * times),
    taskBound: bound,
    roles,
    inputTokens: roles.map((role) => role.inputTokens).reduce(addSpans, noSpan),
    outputTokens: roles.map((role) => role.outputTokens).reduce(addSpans, noSpan),
    costNanoUsd:
      unpriced.length > 0
        ? null
        : used.map((role) => role.costNanoUsd ?? noSpan).reduce(addSpans, noSpan),
    unpriced: [...new Set(unpriced)],
    time: estimateTime(spec, roles, 'expected', service, chain),
    chain,
    assumptions: [
      ...assumptions(spec, roles, answer),
      ...(buildsOnAnswers(spec, plan) ? [answersAssumption] : []),
      ...(bound === 'at least' ? [listAssumption] : []),
      ...largestCall(plan),
    ],
  };
}

const answersAssumption = 'What goes into a prompt out of another answer is not counted.';
const listAssumption = 'A list in an answer is counted as one item.';

/** A graph of voters, or of batches of vectors, only says who is asked when. */
function buildsOnAnswers({ workload, reduce }: ResolvedSpec, { graph }: Plan): boolean {
  return graph !== undefined && (workload.kind !== 'consensus' || Boolean(reduce));
}

/** Of most texts in most languages. */
const bytesPerToken = 4;

/** Priced by the mean call, because what a call costs may depend on its size. */
function cost(tasks: number, input: Span, output: Span, price: Price | null): Span | null {
  if (price === null) return null;
  if (tasks === 0) return noSpan;
  const of = (end: keyof Span) => {
    const usage = {
      inputTokens: Math.ceil(input[end] / tasks),
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: Math.ceil(output[end] / tasks),
      estimated: true,
    };
    return (costNanoUsd(usage, price) ?? 0) * tasks;
  };
  return { low: of('low'), expected: of('expected'), high: of('high') };
}

/** A batch of content can be more than a model takes: better said than found out. */
function largestCall({ pieces, texts, size }: Plan): string[] {
  if (pieces === undefined || texts !== undefined) return [];
  let bytes = 0;
  for (let task = 0; task < size; task++) bytes = Math.max(bytes, pieces.bytesOf(task) ?? 0);
  const tokens = Math.ceil(bytes / bytesPerToken / 1000) * 1000;
  return [
    `The largest call sends about ${tokens.toLocaleString('en')} tokens; for a model that takes less, make batches smaller (--batch).`,
  ];
}

/** What code does is not known before. */
function codeAssumptions({ roles, routes }: ResolvedSpec): string[] {
  const names = (calls: boolean) =>
    roles
      .filter(({ code, routes: [first] }) => code && callsNothing(routes[first].provider) !== calls)
      .map(({ name }) => name)
      .join(', ');
  const [some, none] = [names(true), names(false)];
  return [
    ...(some === ''
      ? []
      : [`The code of ${some} makes one call a task; what it takes itself is not counted.`]),
    ...(none === ''
      ? []
      : [`The code of ${none} makes no calls; what it takes itself is not counted.`]),
  ];
}

function assumptions(spec: ResolvedSpec, roles: readonly RoleEstimate[], answer: Span): string[] {
  const firstRoutes = spec.roles.map((role) => spec.routes[role.routes[0]]);
  const list = ['Input is counted with o200k_base, plus 3 tokens a message and 3 an answer.'];
  if (roles.some(({ tasks }) => tasks > mostCounted)) {
    list.push(`Of a role with more than ${mostCounted} tasks a sample is counted.`);
  }
  if (spec.roles.some((role) => schemaText(role) !== null)) {
    list.push(
      'A schema that answers match is sent with every call, and no answer is asked for again.',
    );
  }
  if (firstRoutes.some(({ model }) => !isO200k(model))) {
    list.push(`Another tokenizer may count up to ${otherTokenizer * 100} % more or less.`);
  }
  if (firstRoutes.some(({ model }) => isClaude(model))) {
    list.push(`That of Claude is taken to make ${moreOfClaude * 100} % more tokens of a text.`);
  }
  const { workload } = spec;
  if (workload.kind === 'consensus' && workload.earlyStop !== 'never') {
    list.push('Every voter is asked; an early stop may leave out nearly half of them.');
  }
  const bounded = spec.roles.filter((role) => role.maxOutputTokens !== null);
  list.push(...codeAssumptions(spec));
  list.push(
    `An answer has ${answer.expected} tokens (${answer.low} to ${answer.high})${
      bounded.length > 0 ? ', and at most maxOutputTokens where that is set' : ''
    }.`,
    'Every call succeeds at its first try on the first route of its role, and nothing comes from a cache.',
    callTimeAssumption,
  );
  return list;
}
