import { builtInPresets } from '../../presets/index.ts';
import { pricesOf } from '../cli/session-money.ts';
import { engineRoutes, routeInfo, simulatorFor } from '../cli/session-routes.ts';
import { version } from '../cli/version.ts';
import { EventLog } from '../engine/event-log.ts';
import { noJournal } from '../engine/journal.ts';
import { RouteRuntime } from '../engine/route-runtime.ts';
import { KeyUsage } from '../gates/key-usage.ts';
import { readTierTable } from '../settings/tier-table.ts';
import { loadEnvironment } from '../spec/environment.ts';
import { pathWords } from '../spec/place.ts';
import { resolveSpec } from '../spec/resolve-spec.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { UsageError } from '../spec/usage-error.ts';
import { noBudget } from '../state/budget-caps.ts';
import { RunState } from '../state/run-state.ts';
import { StoredUsageBook } from '../store/usage-book.ts';
import type { PoolOptions } from './pool-options.ts';

/** A route of a run, without the run. */
export interface PoolRoute {
  readonly spec: ResolvedSpec;
  readonly runtime: RouteRuntime;
  /** Closes what was opened for it. */
  close(): Promise<void>;
}

/** A key that was given as itself is looked up like any other, by a name that nobody else has. */
const ownKey = 'KEY_OF_THE_POOL';
/** No task is made of it: a pool is asked when something is to be done. */
const noWork = { kind: 'prompts', items: [], repeat: 1, source: 'a program' } as const;

/**
 * Opens the route that the options say, with its gates.
 *
 * @param onChange it may admit a call now
 * @throws UsageError for options that are none, or a key that is missing
 */
export async function openPoolRoute(
  options: PoolOptions,
  onChange: () => void,
): Promise<PoolRoute> {
  const { key, connections, environment: given = loadEnvironment(), insecure, ...fields } = options;
  const isSecret = key !== undefined && !key.startsWith('env:');
  const environment = isSecret ? { ...given, [ownKey]: key } : given;
  const value = {
    ...fields,
    ...(connections !== undefined && { pool: connections }),
    ...(key !== undefined && { key: isSecret ? `env:${ownKey}` : key }),
  };
  const place = (path: readonly (string | number)[]) =>
    `createPool: ${pathWords(path).replace(/^pool$/, 'connections')}`;
  const { spec } = await resolveSpec({
    flags: insecure ? { insecure } : {},
    specFile: { directory: process.cwd(), title: 'pool', value, place },
    environment,
    presets: builtInPresets,
    tiers: readTierTable,
    workload: noWork,
  });
  if (spec.routes.length !== 1)
    throw new UsageError('createPool: expected one route; a pool for each is what you may want');
  return routeOf(spec, environment, onChange);
}

async function routeOf(
  spec: ResolvedSpec,
  environment: NonNullable<PoolOptions['environment']>,
  onChange: () => void,
): Promise<PoolRoute> {
  const prices = await pricesOf(spec);
  const simulator = await simulatorFor(spec);
  const usage = new StoredUsageBook();
  try {
    const [route] = engineRoutes(spec, environment, simulator.url, prices);
    const state = new RunState();
    const log = new EventLog(noJournal, state, 0);
    const { min, max, auto } = spec.concurrency;
    log.emit({
      type: 'run.started',
      ...{ runId: '', name: spec.name, preset: spec.preset, seed: spec.seed, version: version() },
      startedAt: new Date().toISOString(),
      roles: [],
      routes: [routeInfo(spec.routes[0], simulator.url)],
      concurrency: max,
      budget: noBudget,
    });
    const policy = { breaker: spec.breaker, state, adaptive: auto ? { min, max } : null };
    const itsUsage = new KeyUsage(usage, route.usageKey, performance.now());
    const runtime = new RouteRuntime(0, route, policy, itsUsage, log, onChange);
    return {
      ...{ spec, runtime },
      close: async () => {
        await route.provider.close();
        usage.close();
        await simulator.stop();
      },
    };
  } catch (error) {
    usage.close();
    await simulator.stop();
    throw error;
  }
}
