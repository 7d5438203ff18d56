import type {
  FieldNow,
  LaunchChoices,
  LaunchEstimate,
  LaunchLook,
  LaunchQuestion,
  LaunchWish,
  PresetSummary,
  PullState,
  RouteStatus,
  WorkWish,
} from '../../components/console-options.ts';
import { plural } from '../../components/parts/format.ts';
import { noLimits, usualBreaker, usualRetry, usualTimeouts } from '../helpers/tuning.ts';
import { RunFixture } from './run-fixture.ts';

export const summary = (
  name: string,
  agents: number,
  more: Partial<PresetSummary> = {},
): PresetSummary => ({
  name,
  own: false,
  provider: null,
  means: `${agents} agents share the work.`,
  agents,
  ...more,
});

export const route = (name: string, more: Partial<RouteStatus> = {}): RouteStatus => ({
  name,
  state: 'ready',
  words: 'ready',
  chosen: false,
  models: [],
  offer: { provider: name },
  missing: null,
  ...more,
});

export const simulator = route('simulator', { words: 'ready, inside', chosen: true });

/**
 * What the launch screen is given, made up: it says of each preset what its name and changes say, and
 * keeps what it was asked for.
 */
export class LaunchFixture {
  presets: readonly PresetSummary[] = [
    summary('light', 10),
    summary('heavy', 500),
    summary('azure-premium', 500, { provider: 'azure-agents' }),
    summary('night-batch', 250, { own: true, provider: 'openai' }),
  ];
  routes: readonly RouteStatus[] = [simulator];
  /** Files that can be read, with the preset that each one names. */
  files: Record<string, string | null> = { 'prompts.jsonl': null, 'swarm.yaml': 'light' };
  lastRun: { work: WorkWish; words: string } | null = null;
  /** What a spec says that its work is. */
  source: string | null = null;
  asks: LaunchQuestion | null = null;
  problem: string | null = null;
  hints: readonly string[] = [];
  estimate: Partial<LaunchEstimate> = {};
  start: LaunchChoices['start'] = async ({ preset }) =>
    new RunFixture({ name: 'from-launch', preset }).advance(2_000);
  readonly looked: LaunchWish[] = [];
  readonly started: { wish: LaunchWish; canary: number | null }[] = [];
  readonly done: string[] = [];
  watching = 0;
  pulls: { tell: (state: PullState) => void; finish: (error?: Error) => void }[] = [];
  private tellRoutes: (routes: readonly RouteStatus[]) => void = () => {};

  choices(more: Partial<LaunchChoices> = {}): LaunchChoices {
    const after = (words: string) => {
      this.done.push(words);
      return { presets: this.presets, words, left: {} };
    };
    return {
      presets: this.presets,
      selected: 'heavy',
      warning: null,
      look: (wish, tell) => {
        this.looked.push(wish);
        tell(this.lookAt(wish));
        return () => {};
      },
      watchRoutes: (tell) => {
        this.watching++;
        this.tellRoutes = tell;
        tell(this.routes);
        return () => {
          this.watching--;
        };
      },
      probeAgain: () => this.done.push('probed'),
      pull: (model, tell, signal) =>
        new Promise((resolve, reject) => {
          this.done.push(`pull ${model}`);
          signal.addEventListener('abort', () => reject(new Error('aborted')));
          this.pulls.push({
            tell,
            finish: (error) => (error === undefined ? resolve() : reject(error)),
          });
        }),
      readWork: async (work) => {
        if (work.kind !== 'file') return { preset: null };
        if (!(work.file in this.files))
          throw new Error(`${work.file}: expected prompts, but there is no such file`);
        return { preset: this.files[work.file] };
      },
      lastWork: async () => this.lastRun,
      completeFile: async (typed) =>
        Object.keys(this.files).filter((name) => name.startsWith(typed)),
      savePreset: async (name, wish) => {
        if (/\s/.test(name)) throw new Error(`preset ${name}: expected a name without blanks`);
        const agents = Number(wish.changes.agents ?? 0);
        const others = this.presets.filter((preset) => preset.name !== name);
        this.presets = [...others, summary(name, agents, { own: true })];
        return after(`saved ${name}`);
      },
      renamePreset: async (from, to) => {
        this.presets = this.presets.map((each) =>
          each.name === from ? { ...each, name: to } : each,
        );
        return after(`${from} is called ${to} now`);
      },
      removePreset: async (name) => {
        this.presets = this.presets.filter((each) => each.name !== name);
        return after(`removed ${name}`);
      },
      exportPreset: async ({ preset }, file) => {
        if (file === 'there.yaml') throw new Error('there.yaml is there already');
        return `wrote ${preset} to ${file}`;
      },
      question: async () => this.asks,
      start: (wish, canary) => {
        this.started.push({ wish, canary });
        return this.start(wish, canary);
      },
      ...more,
    };
  }

  /** The routes stand otherwise from now on. */
  change(routes: readonly RouteStatus[]): void {
    this.routes = routes;
    this.tellRoutes(routes);
  }

  private lookAt({ preset, changes, work }: LaunchWish): LaunchLook {
    const known = this.presets.find(({ name }) => name === preset);
    const agents = Number(changes.agents ?? known?.agents ?? 10);
    const isAzure = known?.provider === 'azure-agents';
    const problem = isAzure ? 'azure-agents is not in this version yet' : this.problem;
    const tasks = work.kind === 'text' ? work.repeat : work.kind === 'file' ? 2_000 : agents * 20;
    return {
      figures: {
        agents,
        concurrency: { min: 4, max: 8, auto: true },
        batch: 100,
        pool: 200,
        limits: { ...noLimits, requestsPerMinute: 200 },
        retry: usualRetry,
        breaker: usualBreaker,
        timeouts: usualTimeouts,
        budget: { usd: 25, perAgentUsd: null, perDayUsd: null },
      },
      fields: fieldsOf({
        preset: [preset, preset],
        agents: [changes.agents ?? known?.agents, known?.agents],
        concurrency: [
          { min: 4, max: 8 },
          { min: 4, max: 8 },
        ],
        provider: [changes.provider ?? known?.provider ?? 'simulator', 'simulator'],
        model: [changes.model ?? 'sim-small', 'sim-small'],
        'retry.strategy': [changes['retry.strategy'] ?? 'exponential', 'exponential'],
        'timeouts.totalSeconds': [changes['timeouts.totalSeconds'] ?? null, null],
      }),
      work: problem === null ? { source: this.source ?? sourceOf(work), tasks } : null,
      problem,
      hints: this.hints,
      estimate: problem === null ? { ...this.usual(tasks), ...this.estimate } : null,
    };
  }

  private usual(tasks: number): LaunchEstimate {
    return {
      tasks,
      taskWords: plural(tasks, 'task'),
      inputTokens: { low: 20_000, expected: 22_700, high: 25_000 },
      outputTokens: { low: 30_000, expected: 40_000, high: 50_000 },
      counted: true,
      countedBy: '',
      costNanoUsd: { low: 0.41e9, expected: 0.92e9, high: 1.9e9 },
      pricing: false,
      unpriced: [],
      billed: true,
      seconds: { low: 48, expected: 90, high: 130 },
      heldBy: 'tokens/min on azure/gpt-5-mini (90,000)',
    };
  }
}

function sourceOf(work: WorkWish): string {
  return work.kind === 'file' ? work.file : work.kind;
}

function fieldsOf(values: Record<string, readonly [unknown, unknown]>): Record<string, FieldNow> {
  return Object.fromEntries(
    Object.entries(values).map(([path, [value, preset]]) => [
      path,
      { value, preset, source: path === 'preset' ? 'flag' : 'preset' },
    ]),
  );
}
