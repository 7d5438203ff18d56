import type { Writable } from 'node:stream';
import { moneyWords } from '../cost/money-words.ts';
import type { PlanEstimate, Span } from '../plan/estimate.ts';
import { estimatePlan } from '../plan/estimate-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { canCount } from '../providers/probe/count-tokens.ts';
import { callsNothing } from '../spec/providers.ts';
import type { Provenance } from '../spec/resolve/layers.ts';
import type { ResolvedRoute, ResolvedSpec } from '../spec/resolved.ts';
import { moneyLines } from './dry-run-money.ts';
import { sourceTable } from './dry-run-sources.ts';
import { tierTable } from './dry-run-tiers.ts';
import { workflowSections } from './dry-run-workflows.ts';
import { count, duration, plural } from './format.ts';
import { table } from './runs-format.ts';
import { sanitizedLines } from './sanitized.ts';
import { needCode } from './session-code.ts';
import { capsOf, needPrices, planIsCapped, pricesOf } from './session-money.ts';
import { taskWords } from './task-words.ts';
export interface DryRun {
  readonly spec: ResolvedSpec;
  readonly plan: Plan;
  readonly provenance: Provenance;
}

/**
 * `run --dry-run`: the tasks, what they may take, and where each value came from. Calls nothing.
 *
 * @throws UsageError where the run itself would be refused: money is capped and a price is unknown
 */
export async function printDryRun(
  { spec, plan, provenance }: DryRun,
  stdout: Writable,
): Promise<void> {
  needCode(spec);
  const prices = await pricesOf(spec);
  needPrices(spec, planIsCapped(capsOf(spec), plan), prices);
  const estimate = await estimatePlan(plan, spec, prices);
  const sections = [
    heading(spec, plan, estimate),
    ...workflowSections(spec, plan),
    roleTable(estimate, spec),
    ...tierTable(estimate, spec),
    estimateLines(estimate),
    moneyLines(spec, estimate, prices, plan).join('\n'),
    ['What this rests on', ...restsOn(spec, estimate).map((line) => `  ${line}`)].join('\n'),
    `Where each value came from\n${indent(sourceTable(provenance, spec))}`,
    'Nothing was called. Run it without --dry-run.',
  ];
  stdout.write(sanitizedLines(`${sections.map((section) => section.trimEnd()).join('\n\n')}\n`));
}

function heading(spec: ResolvedSpec, plan: Plan, { taskBound }: PlanEstimate): string {
  const { workload } = spec;
  const repeat = workload.kind === 'prompts' ? workload.repeat : 1;
  const times = repeat > 1 ? `, each ${count(repeat)} times` : '';
  const { min, max, auto } = spec.concurrency;
  const calls = auto ? `${min} to ${max}, as each route takes them` : String(max);
  return [
    `${spec.name} (preset ${spec.preset})`,
    `  ${taskWords(plan.size, taskBound)} from ${workload.source}${times}`,
    `  ${plural(spec.agents, 'agent')}, calls at once: ${calls}`,
    ...spec.routes.map((route) => `  route ${route.name} ${routeWords(route)}`),
  ].join('\n');
}

function restsOn({ routes }: ResolvedSpec, { assumptions }: PlanEstimate): readonly string[] {
  const counting = routes.filter(canCount);
  if (counting.length === 0) return assumptions;
  const services = [...new Set(counting.map(({ provider }) => provider))].join(' and ');
  return [
    ...assumptions,
    `What ${services} itself counts is asked at the launch screen alone: here nobody is called.`,
  ];
}

function routeWords({ provider, baseUrl, exec }: ResolvedRoute): string {
  if (callsNothing(provider)) return 'calls no model';
  if (exec === undefined) return `at ${baseUrl ?? 'the simulator in this process'}`;
  const { command, input, cwd, profile } = exec;
  const prompt = input === 'stdin' ? 'prompt on stdin' : 'prompt as argument';
  return `runs ${command.join(' ')} in ${cwd}, ${prompt}, output read as ${profile}`;
}

function roleTable(estimate: PlanEstimate, { roles }: ResolvedSpec): string {
  const tiered = roles.some(({ tier }) => tier !== null);
  const columns = [
    { title: 'role' },
    ...(tiered ? [{ title: 'tier' }] : []),
    { title: 'route' },
    { title: 'agents', right: true },
    { title: 'tasks', right: true },
    { title: 'tokens in', right: true },
    { title: 'tokens out', right: true },
    { title: 'cost', right: true },
  ];
  const rows = estimate.roles.map((role, index) => [
    role.role,
    ...(tiered ? [roles[index].tier ?? '–'] : []),
    role.route,
    count(role.agents),
    count(role.tasks),
    count(role.inputTokens.expected),
    count(role.outputTokens.expected),
    role.costNanoUsd === null ? 'unknown' : moneyWords(role.costNanoUsd.expected),
  ]);
  return table(columns, rows);
}

function estimateLines(estimate: PlanEstimate): string {
  const span = (title: string, { low, expected, high }: Span, words: (value: number) => string) => [
    title,
    words(low),
    words(expected),
    words(high),
  ];
  const rows = [
    span('tokens in', estimate.inputTokens, count),
    span('tokens out', estimate.outputTokens, count),
    estimate.costNanoUsd === null
      ? ['cost', 'unknown', 'unknown', 'unknown']
      : span('cost', estimate.costNanoUsd, moneyWords),
  ];
  const columns = [
    { title: 'estimate' },
    { title: 'low', right: true },
    { title: 'expected', right: true },
    { title: 'high', right: true },
  ];
  const { seconds, heldBy, allows } = estimate.time;
  const held = heldBy === 'needs' ? `the order of the work: ${allows} calls in a row` : heldBy;
  return [
    table(columns, rows).trimEnd(),
    ...(estimate.unpriced.length > 0
      ? [`no price is known for ${estimate.unpriced.join(', ')}`]
      : []),
    `at best ${duration(seconds * 1000)}, held by ${held}`,
  ].join('\n');
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
