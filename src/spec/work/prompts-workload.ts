/** One prompt of a `prompts` workload, its file read and its `{{vars}}` filled in. */
export interface PromptItem {
  readonly id?: string;
  readonly prompt: string;
  readonly system?: string;
  /** Name of a role; without it the tasks are spread by share. */
  readonly role?: string;
  readonly priority?: string | number;
  /** From the run's start. */
  readonly deadlineSeconds?: number;
}

export interface PromptsWorkload {
  readonly kind: 'prompts';
  readonly items: readonly PromptItem[];
  /** Every item this many times. */
  readonly repeat: number;
  /** What the operator sees: the file's name, `3 prompts`, `demonstration`. */
  readonly source: string;
}
