/**
 * What panes of a workload draw beside the run state: how its tasks hang together, and what has been
 * decided so far. Plain data, made when it is asked for; the statuses of tasks stand in the state.
 */

/** A task of a workflow as its file names it. */
export interface WorkflowNode {
  /** As in the file, without the name of the workflow. */
  readonly name: string;
  /** From 0; one more than the highest of what it needs. */
  readonly level: number;
  /** Indexes into the nodes of its workflow. */
  readonly needs: readonly number[];
  /** Whether the workflow fails with it. */
  readonly critical: boolean;
  /** On the longest path through the workflow: what is late here makes the whole late. */
  readonly onCriticalPath: boolean;
  /** Levels that it may be late without making the whole late; 0 on the critical path. */
  readonly slack: number;
  /** Its tasks: one, or, of a `forEach`, one an item, once these are known. */
  readonly tasks: readonly number[];
  /** Whether it is done once for each item of a list. */
  readonly fansOut: boolean;
}

export interface WorkflowView {
  /** Null for the one workflow without a name. */
  readonly name: string | null;
  /** partial: all that is critical is done, and something else is not. */
  readonly state: 'waiting' | 'running' | 'done' | 'partial' | 'failed' | 'cancelled';
  /** By level, and of one level in the order of the file. */
  readonly nodes: readonly WorkflowNode[];
  readonly levels: number;
  readonly budgetNanoUsd: number | null;
}

export interface WorkflowsView {
  readonly kind: 'workflows';
  readonly workflows: readonly WorkflowView[];
}

/** What voters have answered in the same way. */
export interface VoteGroup {
  /** As the first of them wrote it. */
  readonly answer: string;
  readonly votes: number;
  /** The sum of their weights. */
  readonly weight: number;
}

export interface QuestionView {
  readonly question: string;
  /** Its tasks, one a voter. */
  readonly tasks: readonly number[];
  /** The most votes first. */
  readonly groups: readonly VoteGroup[];
  /** Null while nothing is decided. */
  readonly decided: { readonly answer: string | null; readonly why: string } | null;
  /** Share of the weight so far that the first group has, 0 to 1; null before the first vote. */
  readonly confidence: number | null;
  /** Voters that were not asked to the end. */
  readonly savedCalls: number;
}

export interface ConsensusView {
  readonly kind: 'consensus';
  readonly questions: readonly QuestionView[];
  readonly decided: number;
  readonly savedCalls: number;
  /** What the calls would have cost that were saved, by those that were made; null where a price is unknown. */
  readonly savedNanoUsd: number | null;
}

/** One variant of a comparison. */
export interface VariantView {
  readonly name: string;
  readonly tasks: readonly number[];
  /** Judged better, worse and as good; 0 without a judge. */
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
}

export interface CompareView {
  readonly kind: 'compare';
  readonly variants: readonly VariantView[];
}

export interface ContentView {
  readonly kind: 'content';
  readonly mode: 'broadcast' | 'distribute';
  readonly chunks: number;
  /** Chunks of the tasks of each batch, by task. */
  readonly chunksOf: (task: number) => number;
}

export type WorkView = WorkflowsView | ConsensusView | CompareView | ContentView;
