import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defaultBatch, defaultGiveUpSeconds, defaultHealthCheckSeconds } from './defaults.ts';
import type { Environment } from './environment.ts';
import type { TierTable } from './model-tiers.ts';
import { plainPlace } from './place.ts';
import type { Preset } from './preset.ts';
import { providerFacts } from './providers.ts';
import { agentModules } from './resolve/agent-modules.ts';
import { answerSchemas } from './resolve/answer-schemas.ts';
import { type Changes, changesLayer } from './resolve/changes-layer.ts';
import { environmentLayer } from './resolve/environment-layer.ts';
import { execSaid, refuseProgram } from './resolve/exec-said.ts';
import { flagsLayer, type SpecFlags } from './resolve/flags-layer.ts';
import { type Layer, Layers, type Provenance } from './resolve/layers.ts';
import {
  alertPolicy,
  breakerPolicy,
  budgetPolicy,
  cachePolicy,
  limitPolicy,
  ollamaPolicy,
  retryPolicy,
  timeoutPolicy,
} from './resolve/policies.ts';
import { choosePreset, noPreset, presetLayer } from './resolve/preset-layer.ts';
import { chooseProvider } from './resolve/provider-choice.ts';
import { refuseUselessCache } from './resolve/refuse-useless-cache.ts';
import { resolveRoles } from './resolve/resolve-roles.ts';
import { RouteTable } from './resolve/route-table.ts';
import { connectionsOf, sizeRun } from './resolve/size-run.ts';
import { ToolTable } from './resolve/tool-table.ts';
import { resolveReduce } from './resolve/work/resolve-reduce.ts';
import { resolveWorkload } from './resolve/work/resolve-workload.ts';
import { withVectorModel } from './resolve/work/vector-model.ts';
import { workRoles } from './resolve/work/work-roles.ts';
import type { ResolvedSpec } from './resolved.ts';
import { type Spec, specSchema } from './schema/spec.ts';
import type { SpecDocument } from './spec-document.ts';
import { validate } from './validate.ts';
import type { Workload } from './work/workload.ts';

export interface ResolveInput {
  /** What was set by hand, above the flags. */
  readonly changes?: Changes;
  readonly flags?: SpecFlags;
  readonly specFile?: SpecDocument | null;
  /** The process's variables over those of `.env`; see `loadEnvironment`. */
  readonly environment?: Environment;
  /** The presets that swarmdeck brings. */
  readonly presets: readonly Preset[];
  /** The operator's own presets; a function is asked only for a name that is not built in. */
  readonly savedPresets?: readonly Preset[] | (() => Promise<readonly Preset[]>);
  /**
   * Models of tiers by provider, as the operator's settings say; a function is asked only where a role
   * names a tier.
   */
  readonly tiers?: TierTable | (() => TierTable);
  /** What holds where nobody says otherwise, above swarmdeck's own defaults. */
  readonly defaults?: Spec;
  /** Cores, for `agents: auto`; default: those of this machine. */
  readonly cpuCount?: number;
  /** What file names in flags start from. */
  readonly cwd?: string;
  /** What stdin gave, for `--prompts -`; without it, it is read. */
  readonly stdin?: string;
  /** Prompts an agent of the demonstration: 1, in the console 20. */
  readonly demonstrationPerAgent?: number;
  /** The work, where it was read before for the same roles: it is not read again. */
  readonly workload?: Workload;
}

export interface ResolveResult {
  readonly spec: ResolvedSpec;
  readonly provenance: Provenance;
}

/**
 * Puts every value of a run in its place: flags go before the spec, it before the environment, that
 * before the preset, and that before the defaults.
 *
 * @throws UsageError with the first thing that cannot be used; nothing was run
 */
export async function resolveSpec(input: ResolveInput): Promise<ResolveResult> {
  const { flags = {}, specFile = null, environment = {}, cwd = process.cwd() } = input;
  const above = await layersAbovePreset(flags, specFile, environment);
  if (input.changes !== undefined) above.unshift(changesLayer(input.changes));
  const aboveAll = new Layers(above);
  const wanted = aboveAll.find('preset', (spec) => spec.preset);
  const preset = await choosePreset(wanted, input.presets, input.savedPresets ?? []);
  const specDirectory = specFile?.directory ?? cwd;
  const layers = new Layers([
    ...above,
    ...(await workRoles(aboveAll, { specDirectory, cwd })),
    presetLayer(preset),
    { source: 'default', value: input.defaults ?? {}, place: plainPlace('default') },
  ]);
  layers.record('preset', preset?.name ?? noPreset, wanted?.source ?? 'default');

  const name =
    layers.find('name', (spec) => spec.name)?.value || specFile?.title || (preset?.name ?? 'swarm');
  layers.record('name', name, layers.find('name', (spec) => spec.name)?.source ?? 'default');
  const { tiers = {} } = input;
  const choice = withVectorModel(
    layers,
    chooseProvider(layers, typeof tiers === 'function' ? tiers : () => tiers),
  );
  const size = sizeRun(layers, preset, input.cpuCount ?? availableParallelism());
  const insecure = flags.insecure ?? false;
  const table = new RouteTable({
    environment,
    insecure,
    ollama: ollamaPolicy(layers),
    connectionsOf: (provider) => connectionsOf(provider, size, layers, environment),
  });
  const surroundings = { environment, specDirectory, cwd };
  const tools = new ToolTable(layers, { ...surroundings, insecure });
  const schemas = await answerSchemas(layers, specDirectory);
  const modules = agentModules(layers, surroundings);
  const roles = resolveRoles(layers, choice, table, tools, size.agents, surroundings).map(
    (role) => ({
      ...role,
      schema: schemas.get(role.name) ?? null,
      code: modules.get(role.name) ?? null,
    }),
  );
  const { routes } = table;
  if (!routes.some(({ exec }) => exec !== undefined))
    refuseProgram(
      execSaid(layers, 'exec', (spec) => spec.exec),
      choice.provider,
      choice.rank,
    );
  recordRoutes(layers, routes, roles[0].name, environment);
  const onlySimulated = routes.every(({ provider }) => provider === 'simulator');
  const workload =
    input.workload ??
    (await resolveWorkload(layers, {
      roles: roles.map((role) => role.name),
      agents: { roles, routes },
      specDirectory,
      cwd,
      stdin: input.stdin,
      demonstration: onlySimulated ? size.agents * (input.demonstrationPerAgent ?? 1) : null,
    }));
  const out = layers.find('out', (spec) => spec.out);
  if (out) layers.record('out', out.value, out.source);
  const outStart = out?.source === 'spec' ? specDirectory : cwd;

  const spec: ResolvedSpec = {
    name,
    preset: preset?.name ?? noPreset,
    seed: layers.pick('seed', (spec) => spec.seed, Math.floor(Math.random() * 2 ** 31)),
    agents: size.agents,
    concurrency: size.concurrency,
    autoAgents: size.autoAgents,
    batch: layers.pick('batch', (spec) => spec.batch, defaultBatch),
    roles,
    routes,
    workload,
    ...resolveReduce(layers, roles, workload.kind),
    mcpServers: tools.servers,
    limits: limitPolicy(layers),
    retry: retryPolicy(layers),
    breaker: breakerPolicy(layers),
    timeouts: timeoutPolicy(layers),
    budget: budgetPolicy(layers),
    alerts: alertPolicy(layers),
    cache: cachePolicy(layers),
    canary: layers.pick<number | null>('canary', (spec) => spec.canary, null),
    healthCheckSeconds: layers.pick(
      'healthCheckSeconds',
      (spec) => spec.healthCheckSeconds,
      defaultHealthCheckSeconds,
    ),
    giveUpSeconds: layers.pick('giveUpSeconds', (spec) => spec.giveUpSeconds, defaultGiveUpSeconds),
    onHangup: layers.pick('onHangup', (spec) => spec.onHangup, 'drain'),
    out: out ? resolve(outStart, out.value) : null,
    insecure,
    logLevel: layers.pick('logLevel', (spec) => spec.logLevel, 'info'),
  };
  refuseUselessCache(layers, spec);
  return { spec, provenance: layers.provenance };
}

async function layersAbovePreset(
  flags: SpecFlags,
  specFile: SpecDocument | null,
  environment: Environment,
): Promise<Layer[]> {
  const file: Layer[] = [];
  if (specFile) {
    const { value, place } = specFile;
    file.push({ source: 'spec', value: validate(specSchema, value, place), place });
  }
  return [await flagsLayer(flags, specFile?.value), ...file, environmentLayer(environment)];
}

/** What the run's first route, that of its first role, turned out to be, for the fields that nobody gave. */
function recordRoutes(
  layers: Layers,
  routes: ResolvedSpec['routes'],
  role: string,
  environment: Environment,
): void {
  const [first] = routes;
  const model = layers.find('model', (spec) => spec.model);
  const ofRole = layers.provenance.get(`roles.${role}.model`);
  const modelFrom = first.model === model?.value ? model.source : 'default';
  layers.record('model', first.model, ofRole?.source ?? modelFrom);
  const baseUrl = layers.find('baseUrl', (spec) => spec.baseUrl);
  const { baseUrlFrom } = providerFacts(first.provider);
  const fromEnvironment = baseUrlFrom.some((variable) => environment[variable]);
  const source = baseUrl?.source ?? (fromEnvironment ? 'environment' : 'default');
  layers.record('baseUrl', first.baseUrl, source);
  layers.record('key', first.key, first.key === null ? 'default' : 'environment');
}
