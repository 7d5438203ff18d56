import { isDeepStrictEqual } from 'node:util';
import type { TuningWish } from '../engine/commands/command.ts';
import { namesThereAre } from '../spec/near-miss.ts';
import type { Preset } from '../spec/preset.ts';
import { Layers } from '../spec/resolve/layers.ts';
import { presetLayer } from '../spec/resolve/preset-layer.ts';
import { sizeRun } from '../spec/resolve/size-run.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { UsageError } from '../spec/usage-error.ts';

/** What a preset would make of a live run. */
export interface PresetTuning {
  readonly wish: TuningWish;
  /** Fields that the preset sets otherwise than the run has them and that cannot change while it lives. */
  readonly notLive: readonly string[];
}

/**
 * The tuning that a preset stands for, as a wish to a run that goes on: agents and concurrency as a
 * launch with it would size them, and besides these what it names itself. What it leaves out stays.
 *
 * @param spec what the run began with
 * @param cpuCount cores, for a preset that sizes by them
 */
export function presetTuning(preset: Preset, spec: ResolvedSpec, cpuCount: number): PresetTuning {
  const { batch, limits, retry, breaker, timeouts, budget } = preset;
  const named = { ...connections(preset), batch, limits, retry, breaker, timeouts, budget };
  const set = Object.entries(named).filter(([, value]) => value !== undefined);
  return {
    wish: { ...size(preset, cpuCount), ...Object.fromEntries(set) },
    notLive: notLive(preset, spec),
  };
}

/** @throws UsageError with the near miss where there is no such preset */
export function presetNamed(name: string, presets: readonly Preset[]): Preset {
  const preset = presets.find((each) => each.name === name);
  if (preset !== undefined) return preset;
  const names = presets.map((each) => each.name);
  throw new UsageError(`there is no preset \`${name}\`${namesThereAre(name, names)}`);
}

/** Agents follow from calls and calls from agents, as at a launch; a preset may name neither. */
function size(preset: Preset, cpuCount: number): TuningWish {
  if (preset.agents === undefined && preset.concurrency === undefined) return {};
  const { agents, concurrency } = sizeRun(new Layers([presetLayer(preset)]), preset, cpuCount);
  const { min, max, auto } = concurrency;
  return { agents, concurrency: auto ? { min, max } : max };
}

function connections({ pool, maxConnections }: Preset): TuningWish {
  return { pool, maxConnections };
}

function notLive(preset: Preset, { routes, roles, ...spec }: ResolvedSpec): string[] {
  const [route] = routes;
  // So many agents as now is live; that their number follows the calls from then on is not.
  const follows = preset.agents === 'auto' && spec.autoAgents === null;
  const differs: Readonly<Record<string, boolean>> = {
    provider: preset.provider !== undefined && preset.provider !== route.provider,
    model: preset.model !== undefined && preset.model !== route.model,
    baseUrl: preset.baseUrl !== undefined && preset.baseUrl !== route.baseUrl,
    http2: preset.http2 !== undefined && preset.http2 !== route.http2,
    price: preset.price !== undefined && !isDeepStrictEqual(preset.price, route.price),
    alerts: !isDeepStrictEqual({ ...spec.alerts, ...preset.alerts }, spec.alerts),
    maxOutputTokens:
      preset.maxOutputTokens !== undefined &&
      roles.some(({ maxOutputTokens }) => maxOutputTokens !== preset.maxOutputTokens),
    sizing: follows,
    healthCheckSeconds:
      (preset.healthCheckSeconds ?? spec.healthCheckSeconds) !== spec.healthCheckSeconds,
    giveUpSeconds: (preset.giveUpSeconds ?? spec.giveUpSeconds) !== spec.giveUpSeconds,
    // A run of prompts has no workflows that it could matter to, and a later one may.
    workflowsAtOnce: preset.workflowsAtOnce !== undefined,
  };
  return Object.keys(differs).filter((field) => differs[field]);
}
