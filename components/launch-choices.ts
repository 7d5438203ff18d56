import type { Changes } from '../src/spec/resolve/changes-layer.ts';
import type { Source } from '../src/spec/resolve/layers.ts';
import type { ResolvedSpec } from '../src/spec/resolved.ts';
import type { LiveRun } from './live-run.ts';

export type { Changes };

/** One preset as the launch screen lists it. */
export interface PresetSummary {
  readonly name: string;
  /** Saved by the operator, not built in. */
  readonly own: boolean;
  /** Provider that it names, or null where it leaves it open. */
  readonly provider: string | null;
  /** What it is for, in one to three sentences. */
  readonly means: string;
  /** Already sized where the preset sizes by CPU. */
  readonly agents: number;
}

/** The work of a run, as it was chosen. */
export type WorkWish =
  | { readonly kind: 'demonstration' }
  /** Prompts as text, JSONL or CSV, or a spec, whose settings come with it. */
  | { readonly kind: 'file'; readonly file: string; readonly repeat: number }
  | { readonly kind: 'text'; readonly text: string; readonly repeat: number }
  /** What an earlier run was asked. */
  | { readonly kind: 'run'; readonly directory: string; readonly name: string };

/** What is to be launched. */
export interface LaunchWish {
  /** Name of a preset; `none` is swarmdeck's own defaults. */
  readonly preset: string;
  /** What was set otherwise, by the path of the field. */
  readonly changes: Changes;
  readonly work: WorkWish;
}

export type PresetFigures = Pick<
  ResolvedSpec,
  'agents' | 'concurrency' | 'batch' | 'limits' | 'retry' | 'breaker' | 'timeouts' | 'budget'
> & { readonly pool: number };

/** A field of the spec as it would be launched. */
export interface FieldNow {
  /** Undefined where nothing says anything. */
  readonly value: unknown;
  readonly source: Source;
  /** What it would be without the changes. */
  readonly preset: unknown;
}

export interface Span {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

/** What a run would take, as far as that is known before. */
export interface LaunchEstimate {
  readonly tasks: number;
  /** The same in words: `45 tasks at most` of votes, `15 tasks or more` where a list in an answer makes tasks. */
  readonly taskWords: string;
  readonly inputTokens: Span;
  readonly outputTokens: Span;
  /** By the tokenizer; until it has counted, by the length of the texts. */
  readonly counted: boolean;
  /** `counted by anthropic` where services have counted; empty where none has. */
  readonly countedBy: string;
  /** Null where it is not known (yet). */
  readonly costNanoUsd: Span | null;
  /** Prices are being looked up. */
  readonly pricing: boolean;
  /** Routes whose price nobody knows. */
  readonly unpriced: readonly string[];
  /** Somebody is paid for it. */
  readonly billed: boolean;
  /** The shortest time, seconds, by how long the answers are. */
  readonly seconds: Span;
  /** What holds it there: `tokens/min on azure/gpt-5-mini (90,000)`. */
  readonly heldBy: string;
}

/** What a launch would do. */
export interface LaunchLook {
  /** Null where it cannot even be said how large it would be. */
  readonly figures: PresetFigures | null;
  readonly fields: Readonly<Record<string, FieldNow>>;
  /** Null where there is none, or it cannot be read. */
  readonly work: { readonly source: string; readonly tasks: number } | null;
  /** Why it cannot be launched and what mends it; null where it can. */
  readonly problem: string | null;
  /** What the operator may want to know before. */
  readonly hints: readonly string[];
  /** Null where it cannot be launched. */
  readonly estimate: LaunchEstimate | null;
}

/** What is asked before a launch that costs much, or nobody knows how much. */
export interface LaunchQuestion {
  /** `Launch 2,000 tasks on openai/gpt-5-mini?` */
  readonly title: string;
  /** What it will cost and why it is asked. */
  readonly words: string;
}

/** A way to a model, and what is known of it now. */
export interface RouteStatus {
  readonly name: string;
  readonly state: 'ready' | 'asking' | 'doubtful' | 'refused' | 'absent';
  /** `key found · 41 ms · gpt-5-mini there`. */
  readonly words: string;
  /** What is selected would use it. */
  readonly chosen: boolean;
  /** Models that it has, where it tells. */
  readonly models: readonly string[];
  /** The settings that send a run there; null where it cannot be launched on. */
  readonly offer: Changes | null;
  /** A model that could be fetched for it with `pull`; null where none is missing. */
  readonly missing: string | null;
}

/** How far the fetching of a model is. */
export interface PullState {
  readonly model: string;
  /** 0 to 1; null where it is not known yet. */
  readonly share: number | null;
  readonly totalBytes: number | null;
  readonly status: string;
}

/** What became of the presets: all of them, and what was done in words. */
export interface PresetsAfter {
  readonly presets: readonly PresetSummary[];
  readonly words: string;
  /** What was set by hand and is no part of a preset. */
  readonly left: Changes;
}

/** What the launch screen needs, given by the command line as functions. A rejection's message is one sentence that is shown. */
export interface LaunchChoices {
  /** In the order of the list: built-in ones first. */
  readonly presets: readonly PresetSummary[];
  /** Name of the preset that is selected first. */
  readonly selected?: string;
  /** What could not be read at the beginning; null where all could. */
  readonly warning: string | null;
  /** Works out what a launch would do, and tells more as it learns it. Returns what ends the telling. */
  look(wish: LaunchWish, tell: (look: LaunchLook) => void): () => void;
  /** Tells how the routes stand, at once and with every change. Returns what ends it, and every probe with it. */
  watchRoutes(tell: (routes: readonly RouteStatus[]) => void): () => void;
  /** Looks at the routes anew. */
  probeAgain(): void;
  /** Fetches a model; resolves once it is there. */
  pull(model: string, tell: (state: PullState) => void, signal: AbortSignal): Promise<void>;
  /** Reads the work, and gives the preset that it names, if any. */
  readWork(work: WorkWish): Promise<{ readonly preset: string | null }>;
  /** What the last run was asked; null where there was none. */
  lastWork(): Promise<{ readonly work: WorkWish; readonly words: string } | null>;
  /** What the name of a file may go on as. */
  completeFile(typed: string): Promise<readonly string[]>;
  savePreset(name: string, wish: LaunchWish): Promise<PresetsAfter>;
  renamePreset(from: string, to: string): Promise<PresetsAfter>;
  removePreset(name: string): Promise<PresetsAfter>;
  /** Gives what was done in words. */
  exportPreset(wish: LaunchWish, file: string): Promise<string>;
  /** What is to be asked before; null where it can be launched at once. */
  question(wish: LaunchWish): Promise<LaunchQuestion | null>;
  /** @param canary tasks after which the run waits for a word; null is none */
  start(wish: LaunchWish, canary: number | null): Promise<LiveRun>;
}
