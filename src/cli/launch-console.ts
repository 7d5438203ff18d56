import type {
  LaunchChoices,
  LaunchPreview,
  LiveRun,
  PresetSummary,
} from '../../components/console-options.ts';
import { builtInPresets } from '../../presets/index.ts';
import { compilePlan } from '../plan/compile-plan.ts';
import { estimateTime } from '../plan/estimate-time.ts';
import { savedPresets } from '../settings/saved-presets.ts';
import { type Environment, loadEnvironment } from '../spec/environment.ts';
import type { Preset } from '../spec/preset.ts';
import { resolveSpec } from '../spec/resolve-spec.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { UsageError } from '../spec/usage-error.ts';
import { type LiveSession, liveSession, terminal } from './console-front-end.ts';
import { consoleRun } from './console-run.ts';
import { count, duration } from './format.ts';
import { Session } from './session.ts';
import { closeOnSignals } from './signals.ts';

/** Prompts an agent of the demonstration, so that there is something to steer. */
const demonstrationPerAgent = 20;

interface Choice {
  readonly preset: Preset;
  readonly own: boolean;
  readonly spec: ResolvedSpec;
  /** Why it cannot be launched from here; null where it can. */
  readonly problem: string | null;
}

/** `swarmdeck` on a terminal: the console at its launch screen. Gives the exit code. */
export async function launchConsole(): Promise<number> {
  const environment = loadEnvironment();
  const on = await terminal();
  const saved = savedPresets().list();
  const all = [...builtInPresets, ...saved];
  const choices = await Promise.all(all.map((preset) => choiceOf(preset, saved, environment)));
  let live: LiveSession | null = null;
  const { loadConsole } = await import('../../components/load-console.ts');
  const openConsole = await loadConsole(process.env, on.settings.screenReader);
  const closing = closeOnSignals();
  const outcome = await openConsole({
    launch: launchChoices(choices, async ({ spec }, canary) => {
      const session = await Session.open({
        spec: { ...spec, canary: canary ?? spec.canary },
        plan: compilePlan(spec),
        environment,
        interactive: true,
      });
      live = liveSession(session);
      // From here on a signal stops the run.
      closing.letGo();
      return consoleRun(session);
    }),
    signal: closing.signal,
    ...on,
  });
  // TypeScript does not see that the function above has set it.
  return (live as LiveSession | null)?.leave(outcome) ?? closing.exitCode ?? 0;
}

/** A preset with the demonstration workload on the simulator; where it names a provider, on that. */
async function choiceOf(
  preset: Preset,
  saved: readonly Preset[],
  environment: Environment,
): Promise<Choice> {
  const input = {
    environment,
    presets: builtInPresets,
    savedPresets: saved,
    demonstrationPerAgent,
  };
  const own = saved.includes(preset);
  try {
    const { spec } = await resolveSpec({ ...input, flags: { preset: preset.name } });
    return { preset, own, spec, problem: null };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // What it would do is still worth showing.
    const flags = { preset: preset.name, provider: 'simulator' };
    const { spec } = await resolveSpec({ ...input, flags });
    return { preset, own, spec, problem: error.message };
  }
}

function launchChoices(
  choices: readonly Choice[],
  start: (choice: Choice, canary: number | null) => Promise<LiveRun>,
): LaunchChoices {
  const named = (name: string) =>
    choices.find((choice) => choice.preset.name === name) ?? choices[0];
  return {
    presets: choices.map(summaryOf),
    selected: 'light',
    preview: (name) => previewOf(named(name)),
    start: (name, canary) => {
      const choice = named(name);
      return choice.problem === null
        ? start(choice, canary)
        : Promise.reject(new UsageError(choice.problem));
    },
  };
}

function summaryOf({ preset, own, spec }: Choice): PresetSummary {
  return {
    name: preset.name,
    own,
    provider: preset.provider ?? null,
    means: preset.summary,
    figures: { ...spec, pool: spec.routes[0].pool },
  };
}

function previewOf({ preset, spec, problem }: Choice): LaunchPreview {
  const [route] = spec.routes;
  const { source, items, repeat } = spec.workload;
  const tasks = items.length * repeat;
  const ready = problem === null;
  return {
    route: {
      name: ready ? route.name : (preset.provider ?? route.name),
      ready,
      detail: ready ? 'ready, embedded' : 'not ready',
    },
    workload: { source, tasks },
    problem,
    estimate: ready ? [estimateLine(spec, tasks)] : [],
  };
}

function estimateLine(spec: ResolvedSpec, tasks: number): string {
  const roles = spec.roles.map((role) => ({
    role: role.name,
    route: spec.routes[0].name,
    agents: role.agents,
    tasks,
    ...simulatedTokens(tasks),
  }));
  const { seconds, heldBy } = estimateTime(spec, roles);
  return `${count(tasks)} tasks · ~${duration(seconds * 1000)} at best, held by ${heldBy} · costs nothing`;
}

/** What the embedded simulator answers, on average. */
function simulatedTokens(tasks: number) {
  const span = (tokens: number) => ({
    low: tokens * tasks,
    expected: tokens * tasks,
    high: tokens * tasks,
  });
  return { inputTokens: span(20), outputTokens: span(80), costNanoUsd: null };
}
