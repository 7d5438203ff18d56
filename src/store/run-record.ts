import { defaultMaxTurns } from '../spec/defaults.ts';
import type { ResolvedRole, ResolvedSpec } from '../spec/resolved.ts';
import type { PromptsWorkload } from '../spec/work/prompts-workload.ts';
import type { Workload } from '../spec/work/workload.ts';

/** What run.json says, and `meta` of run.db with it. Holds no secrets. */
export interface RunRecord {
  readonly runId: string;
  readonly name: string;
  readonly preset: string;
  /** ISO 8601 wall-clock time of run time 0. */
  readonly startedAt: string;
  readonly seed: number;
  readonly versions: { readonly swarmdeck: string; readonly node: string };
  /** Tasks of the plan. */
  readonly tasks: number;
  /** The resolved spec; of its workload only what it is: run.db holds the rest. */
  readonly spec: Omit<ResolvedSpec, 'workload'> & { readonly workload: RecordedWorkload };
}

/** Of prompts their number stands in their place. */
type RecordedWorkload =
  | (Omit<PromptsWorkload, 'items'> & { readonly items: number })
  | Pick<Exclude<Workload, PromptsWorkload>, 'kind' | 'source'>;

export interface RecordInput {
  readonly runId: string;
  readonly spec: ResolvedSpec;
  readonly tasks: number;
  readonly startedAt: Date;
  /** Of swarmdeck. */
  readonly version: string;
}

/** A URL without a name and password in it; the run's files are read by others. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/?#@]*@/i, '$1');
}

export function runRecord({ runId, spec, tasks, startedAt, version }: RecordInput): RunRecord {
  return {
    runId,
    name: spec.name,
    preset: spec.preset,
    startedAt: startedAt.toISOString(),
    seed: spec.seed,
    versions: { swarmdeck: version, node: process.versions.node },
    tasks,
    spec: {
      ...spec,
      routes: spec.routes.map((route) => ({
        ...route,
        baseUrl: route.baseUrl === null ? null : withoutCredentials(route.baseUrl),
      })),
      workload: recordedWorkload(spec.workload),
    },
  };
}

function recordedWorkload(workload: Workload): RecordedWorkload {
  if (workload.kind === 'prompts') return { ...workload, items: workload.items.length };
  const { kind, source } = workload;
  return { kind, source };
}

/**
 * The spec that a resume works from. A workload of prompts has no items: the stored plan holds the tasks.
 *
 * @param workload as run.db has it; null of prompts
 */
export function specOf(record: RunRecord, workload: Workload | null): ResolvedSpec {
  const { spec } = record;
  return {
    ...spec,
    roles: spec.roles.map((role) => withTools(ofThisVersion(role))),
    mcpServers: (spec.mcpServers as ResolvedSpec['mcpServers'] | undefined) ?? [],
    // A run of an older version could not go on without its terminal.
    onHangup: (spec.onHangup as ResolvedSpec['onHangup'] | undefined) ?? 'drain',
    workload: workload ?? { repeat: 1, ...spec.workload, kind: 'prompts', items: [] },
  };
}

/** A run of an older version has one route a rank, no tiers of models, and says nothing of either. */
function ofThisVersion(role: ResolvedRole): ResolvedRole {
  const tier = (role.tier as ResolvedRole['tier'] | undefined) ?? null;
  if ((role.tiers as ResolvedRole['tiers'] | undefined) !== undefined) return { ...role, tier };
  return { ...role, tier, tiers: role.routes.map((route) => [route]), balance: 'least-busy' };
}

/** A run of an older version had no tools, and says nothing of them. */
function withTools(role: ResolvedRole): ResolvedRole {
  const { tools, maxTurns }: Partial<ResolvedRole> = role;
  return { ...role, tools: tools ?? [], maxTurns: maxTurns ?? defaultMaxTurns };
}
