import { builtInPresets } from '../../../presets/index.ts';
import { readTierTable } from '../../settings/tier-table.ts';
import { mostAgents } from '../../spec/defaults.ts';
import type { Environment } from '../../spec/environment.ts';
import type { Changes } from '../../spec/resolve/changes-layer.ts';
import { resolveSpec } from '../../spec/resolve-spec.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import type { SpecDocument } from '../../spec/spec-document.ts';
import { UsageError } from '../../spec/usage-error.ts';
import type { PromptsWorkload } from '../../spec/work/prompts-workload.ts';
import type { BenchOptions } from './bench-options.ts';
import { savedPresetList } from './bench-presets.ts';
import { broughtQuestions, ownQuestions } from './bench-questions.ts';

const usualQuestions = 32;
const usualLevels = [2, 4, 8, 16];

/** One run of the benchmark. */
export interface BenchStep {
  /** Calls in flight, at most. */
  readonly atOnce: number;
  /** The engine finds their number itself, up to that. */
  readonly auto: boolean;
  readonly spec: ResolvedSpec;
}

/** What will be measured, in its order: one at a time, as the spec has it, then each level. */
export interface BenchPlan {
  /** Of the whole benchmark: what is spent by one run is not there for the next. */
  readonly budgetUsd: number | null;
  readonly questions: PromptsWorkload;
  /** One question that counts in no figure but the cost: it opens what is opened once. */
  readonly warmUp: BenchStep;
  readonly sequential: BenchStep;
  /** Many at a time, as `run` would do it. */
  readonly parallel: BenchStep;
  /** All that are run, each number of calls once. */
  readonly steps: readonly BenchStep[];
}

/**
 * What a benchmark of this spec is, with every value resolved as `run` resolves it.
 *
 * @throws UsageError with the first thing that cannot be used; nothing was run
 */
export async function planBench(
  specFile: SpecDocument | null,
  options: BenchOptions,
  environment: Environment,
): Promise<BenchPlan> {
  const number = wholeNumber('--questions', options.questions, usualQuestions);
  const brings = bringsQuestions(specFile, options);
  const input = {
    flags: options,
    specFile,
    environment,
    presets: builtInPresets,
    savedPresets: savedPresetList,
    tiers: readTierTable,
  };
  const own = ownQuestions(number);
  const base = await resolveSpec(brings ? input : { ...input, workload: own });
  const questions = brings ? broughtQuestions(base.spec.workload, number) : own;
  const levels = levelsOf(options.levels, number);
  const resolved = async (workload: PromptsWorkload, changes?: Changes) =>
    benchSpec((await resolveSpec({ ...input, changes, workload })).spec, base.spec.seed);
  const roles = base.spec.roles.length;
  const step = async (atOnce: number, workload = questions): Promise<BenchStep> => ({
    atOnce,
    auto: false,
    spec: await resolved(workload, { concurrency: atOnce, agents: Math.max(atOnce, roles) }),
  });
  const sequential = await step(1);
  const given = await asGiven(await resolved(questions), number, levels, step);
  const steps = [sequential, given];
  for (const level of levels)
    if (!steps.some(({ atOnce, auto }) => atOnce === level && !auto)) steps.push(await step(level));
  return {
    budgetUsd: base.spec.budget.usd,
    questions,
    warmUp: await step(1, { ...questions, items: questions.items.slice(0, 1) }),
    sequential,
    parallel: given,
    steps,
  };
}

/** As `run` would do it; where that is one at a time too, the highest level is what it is compared to. */
async function asGiven(
  spec: ResolvedSpec,
  questions: number,
  levels: readonly number[],
  step: (atOnce: number) => Promise<BenchStep>,
): Promise<BenchStep> {
  const { max, auto } = spec.concurrency;
  const atOnce = Math.min(max, spec.agents, questions);
  if (atOnce > 1) return { atOnce, auto, spec };
  const highest = Math.max(...levels);
  if (highest > 1) return step(highest);
  throw new UsageError(
    'bench: one call at a time has nothing to be compared with; it needs two questions and a level above 1',
  );
}

/** A run that is measured is told to nobody else, waits for nobody, and has its calls free of each other. */
function benchSpec(spec: ResolvedSpec, seed: number): ResolvedSpec {
  const alerts = { ...spec.alerts, notify: null };
  // Answers of before would measure nothing.
  const cache = { use: false, maxAgeDays: null };
  return { ...spec, seed, alerts, cache, batch: 1, canary: null, onHangup: 'drain' };
}

function bringsQuestions(
  specFile: SpecDocument | null,
  { prompt, prompts, set = [] }: BenchOptions,
): boolean {
  if (prompt?.length || prompts !== undefined) return true;
  if (set.some((setting) => setting.startsWith('workload'))) return true;
  const workload = (specFile?.value as { workload?: { prompts?: unknown } } | null)?.workload;
  return workload?.prompts !== undefined;
}

function levelsOf(given: string | undefined, questions: number): number[] {
  if (given === undefined) {
    const fitting = usualLevels.filter((level) => level <= questions);
    return fitting.length > 0 ? fitting : [questions];
  }
  const levels = given.split(',').map((word) => wholeNumber('--levels', word, 1));
  const most = Math.max(...levels);
  if (most > questions)
    throw new UsageError(
      `--levels: ${questions} questions cannot fill ${most} calls at once; ask more with --questions ${4 * most}`,
    );
  return [...new Set(levels)].toSorted((a, b) => a - b);
}

function wholeNumber(flag: string, given: string | undefined, usual: number): number {
  if (given === undefined) return usual;
  const number = Number(given);
  if (given.trim() !== '' && Number.isInteger(number) && number >= 1 && number <= mostAgents)
    return number;
  const expected =
    flag === '--levels' ? 'whole numbers with commas between, as 2,4,8' : 'a whole number';
  throw new UsageError(`${flag}: expected ${expected} of 1 to ${mostAgents}, got ${given}`);
}
