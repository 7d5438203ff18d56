import type { CompareWorkload } from './compare-workload.ts';
import type { ConsensusWorkload } from './consensus-workload.ts';
import type { ContentWorkload } from './content-workload.ts';
import type { EmbeddingsWorkload } from './embeddings-workload.ts';
import type { PromptsWorkload } from './prompts-workload.ts';
import type { WorkflowsWorkload } from './workflows-workload.ts';

/** The work of a run, every file of it read. */
export type Workload =
  | PromptsWorkload
  | ContentWorkload
  | ConsensusWorkload
  | CompareWorkload
  | WorkflowsWorkload
  | EmbeddingsWorkload;

/** One last task over all answers; see `reduce` of a workload. */
export interface ReducePolicy {
  /** Name of the role that does it; null leaves it to the first. */
  readonly role: string | null;
  /** With its `{{texts}}` and `{{count}}` still in it. */
  readonly prompt: string;
  /** The same for parts of the answers, where they do not fit one call. */
  readonly mapPrompt: string;
  /** Tokens of answers that go into one call; null goes by the model. */
  readonly maxTokens: number | null;
}

/** What makes two answers the same: `text` looks past case, white space and the punctuation around. */
export type Dedupe = 'text' | 'exact';
