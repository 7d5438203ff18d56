import { defaultAgents, defaultPool, mostAgents } from '../defaults.ts';
import type { Environment } from '../environment.ts';
import type { Preset } from '../preset.ts';
import { providerFacts } from '../providers.ts';
import type { ResolvedSpec } from '../resolved.ts';
import { UsageError } from '../usage-error.ts';
import type { Layers, Source } from './layers.ts';
import { agentsByCounts } from './role-counts.ts';
import type { RouteSockets } from './route-table.ts';

export interface RunSize {
  readonly agents: number;
  readonly concurrency: ResolvedSpec['concurrency'];
  readonly pool: number;
  readonly maxConnections: number | null;
  readonly autoAgents: ResolvedSpec['autoAgents'];
}

const perCoreByKind = { cpu: 1, api: 2, mixed: 2 } as const;

/**
 * How many agents, calls in flight and connections. What nobody gives follows from the others: as
 * many agents as calls can be in flight, as many calls as agents, and a kept connection for each
 * call up to 200.
 */
export function sizeRun(layers: Layers, preset: Preset | null, cpuCount: number): RunSize {
  const agents = countAgents(layers, cpuCount);
  const concurrency = callsInFlight(layers, preset, agents);
  const isAuto =
    layers.find('agents', (spec) => spec.agents)?.value === 'auto' &&
    agentsByCounts(layers) === null;
  const autoAgents = isAuto ? { cores: cpuCount, perCore: perCoreOf(layers) } : null;
  return { agents, concurrency, autoAgents, ...connections(layers, concurrency.max) };
}

function countAgents(layers: Layers, cpuCount: number): number {
  const wanted = layers.find('agents', (spec) => spec.agents);
  const counted = agentsByCounts(layers);
  if (counted !== null) {
    layers.record('agents', counted, 'spec');
    return counted;
  }
  if (wanted === null) {
    const calls = layers.find('concurrency', (spec) => spec.concurrency)?.value;
    const most = typeof calls === 'object' ? calls.max : calls;
    const agents = typeof most === 'number' ? Math.min(most, mostAgents) : defaultAgents;
    layers.record('agents', agents, 'default');
    return agents;
  }
  const agents = wanted.value === 'auto' ? agentsByCores(layers, cpuCount) : wanted.value;
  layers.record('agents', agents, wanted.source);
  return agents;
}

/** Cores times agents a core. At least one agent. */
export function agentsByCores(layers: Layers, cpuCount: number): number {
  return Math.min(mostAgents, Math.max(1, Math.round(cpuCount * perCoreOf(layers))));
}

/** Agents a core: for work of the CPU 1, for a service 2 to 4, for both 2. */
function perCoreOf(layers: Layers): number {
  const kind = layers.pick('sizing.kind', (spec) => spec.sizing?.kind, 'api');
  const given = layers.find('sizing.perCore', (spec) => spec.sizing?.perCore);
  if (given && kind === 'api' && given.value < 2) {
    throw new UsageError(
      `${given.where}: expected a number from 2 to 4 for api work, got ${given.value}`,
    );
  }
  const perCore = given?.value ?? perCoreByKind[kind];
  layers.record('sizing.perCore', perCore, given?.source ?? 'default');
  return perCore;
}

function callsInFlight(
  layers: Layers,
  preset: Preset | null,
  agents: number,
): ResolvedSpec['concurrency'] {
  const given = layers.find('concurrency', (spec) => spec.concurrency);
  const perAgent = preset?.concurrencyPerAgent;
  const byAgents = Math.max(1, Math.round(agents * (perAgent ?? 1)));
  const value = given?.value ?? byAgents;
  const concurrency =
    value === 'auto'
      ? { min: 1, max: byAgents, auto: true }
      : typeof value === 'number'
        ? { min: value, max: value, auto: false }
        : { min: value.min, max: value.max, auto: true };
  if (concurrency.min > concurrency.max) {
    throw new UsageError(
      `${given?.where}: expected min to be at most max, got min ${concurrency.min} and max ${concurrency.max}`,
    );
  }
  const source = given?.source ?? (perAgent === undefined ? 'default' : 'preset');
  layers.record('concurrency', value, source);
  return concurrency;
}

/**
 * The connections of one provider's routes: what the run has, unless nobody asked for that and the
 * provider has a number of its own, or a variable of the environment, which goes before the preset.
 *
 * @throws UsageError where that variable is no number
 */
export function connectionsOf(
  provider: string,
  { pool, maxConnections }: RunSize,
  layers: Layers,
  environment: Environment,
): RouteSockets {
  const { connections: own } = providerFacts(provider);
  const found = [
    layers.find('pool', (spec) => spec.pool),
    layers.find('maxConnections', (spec) => spec.maxConnections),
  ];
  const asked = (sources: readonly Source[]) =>
    found.some((one) => one !== null && sources.includes(one.source));
  if (own === undefined || asked(['flag', 'spec'])) return { pool, maxConnections };
  const given = environment[own.from]?.trim();
  if (given) {
    const most = Number(given);
    if (Number.isInteger(most) && most > 0) return { pool: most, maxConnections: most };
    throw new UsageError(`${own.from}: expected a whole number of at least 1, got ${given}`);
  }
  if (asked(['environment', 'preset'])) return { pool, maxConnections };
  return { pool: own.most, maxConnections: own.most };
}

/** The stronger of pool and cap holds, and the other one gives way. */
function connections(
  layers: Layers,
  callsAtOnce: number,
): { pool: number; maxConnections: number | null } {
  const pool = layers.find('pool', (spec) => spec.pool);
  const cap = layers.find('maxConnections', (spec) => spec.maxConnections);
  let kept = pool?.value ?? Math.min(callsAtOnce, defaultPool);
  let most = cap?.value ?? null;
  if (most !== null && kept > most) {
    if (pool && cap && pool.rank < cap.rank) most = kept;
    else kept = most;
  }
  layers.record('pool', kept, pool?.source ?? 'default');
  layers.record('maxConnections', most, cap?.source ?? 'default');
  return { pool: kept, maxConnections: most };
}
