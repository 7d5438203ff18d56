/** Fields whose values are names, in which `*` stands for any letters. */
export type NameField =
  | 'role'
  | 'tier'
  | 'agent'
  | 'task'
  | 'provider'
  | 'model'
  | 'route'
  | 'workflow'
  | 'tag';

/** Fields whose values are numbers and can be compared. */
export type NumberField = 'age' | 'cost' | 'tokens' | 'attempts' | 'priority';

export type FieldName = 'status' | 'error' | NameField | NumberField;

export interface SelectionField {
  readonly kind: 'status' | 'error' | 'name' | 'number';
  /** What it is of a task, for the help. */
  readonly means: string;
  /** A whole term that is right; error messages end with it. */
  readonly example: string;
}

/** What a term can ask of a task, in the order of the help and of completion. */
export const selectionFields: Readonly<Record<FieldName, SelectionField>> = {
  status: {
    kind: 'status',
    means: 'its status or, while it is in a call, what the call is at',
    example: 'status:retrying,failed',
  },
  age: { kind: 'number', means: 'how long it has been in its status', example: 'age>2m' },
  role: { kind: 'name', means: 'its role', example: 'role:kaoz' },
  tier: { kind: 'name', means: 'the tier of its role', example: 'tier:simple' },
  agent: {
    kind: 'name',
    means: 'the agent that works on it, or worked on it last',
    example: 'agent:kaoz_17',
  },
  task: { kind: 'name', means: 'its id', example: 'task:hr.*' },
  provider: {
    kind: 'name',
    means: 'the provider of its route; azure is also azure-agents',
    example: 'provider:azure',
  },
  model: { kind: 'name', means: 'the model of its route', example: 'model:gpt-5*' },
  route: {
    kind: 'name',
    means: 'the route it was last sent to or, before its first call, the first one of its role',
    example: 'route:azure/*',
  },
  workflow: { kind: 'name', means: 'the workflow that it is part of', example: 'workflow:hr' },
  priority: {
    kind: 'number',
    means: 'its priority: critical, high, normal, low or a number',
    example: 'priority>=high',
  },
  cost: { kind: 'number', means: 'what its calls have cost so far, USD', example: 'cost>0.05' },
  tokens: {
    kind: 'number',
    means: 'output tokens of all its calls, the one under way included',
    example: 'tokens>10k',
  },
  error: {
    kind: 'error',
    means: 'the class of its last failure, one that it got over included',
    example: 'error:timeout',
  },
  attempts: { kind: 'number', means: 'how often it was tried', example: 'attempts>=3' },
  tag: { kind: 'name', means: 'a tag that it has', example: 'tag:nightly' },
};

export const fieldNames = Object.keys(selectionFields) as readonly FieldName[];

/**
 * The words of `status:`. `running` is every task in a call, `connecting` to `streaming` are its parts;
 * `tool` is every task between two calls whose tools run or ask; `blocked` waits for other tasks, or is
 * kept back; `held` is the part of `queued` that a
 * gate keeps waiting.
 */
export const statusWords = [
  'queued',
  'held',
  'running',
  'connecting',
  'waiting',
  'streaming',
  'tool',
  'blocked',
  'retrying',
  'done',
  'failed',
  'cancelled',
  'skipped',
  'poison',
] as const;

export type StatusWord = (typeof statusWords)[number];
