import type { ResolvedSpec } from '../src/spec/resolved.ts';
import type { LiveRun } from './live-run.ts';

/** One preset as the launch screen lists it. */
export interface PresetSummary {
  readonly name: string;
  /** Saved by the operator, not built in. */
  readonly own: boolean;
  /** Provider that it names, or null where it leaves it open. */
  readonly provider: string | null;
  /** What it is for, in one to three sentences. */
  readonly means: string;
  /** `agents` already sized where the preset sizes by CPU. */
  readonly figures: PresetFigures;
}

export type PresetFigures = Pick<
  ResolvedSpec,
  'agents' | 'concurrency' | 'batch' | 'limits' | 'retry' | 'breaker' | 'timeouts' | 'budget'
> & { readonly pool: number };

/** What a launch of one preset would do: shown below its details. */
export interface LaunchPreview {
  readonly route: {
    readonly name: string;
    readonly ready: boolean;
    /** `ready`, `key found`, `no key: set OPENAI_API_KEY`. */
    readonly detail: string;
  };
  readonly workload: { readonly source: string; readonly tasks: number };
  /** Why it cannot be launched and what mends it; null where it can. */
  readonly problem: string | null;
  /** What is estimated before the launch, a line each: tokens, cost, time. */
  readonly estimate: readonly string[];
}

/** What the launch screen needs, given by the command line as functions. */
export interface LaunchChoices {
  /** In the order of the list: built-in ones first. */
  readonly presets: readonly PresetSummary[];
  /** Name of the preset that is selected first. */
  readonly selected?: string;
  preview(preset: string): LaunchPreview;
  /**
   * Starts a run. A rejection's message is shown, and the screen stays.
   *
   * @param canary tasks after which it waits for a word; null is none
   */
  start(preset: string, canary: number | null): Promise<LiveRun>;
}
