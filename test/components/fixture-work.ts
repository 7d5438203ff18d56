import { TaskStatus, type TaskStatusName } from '../../src/state/agent-state.ts';
import type {
  ConsensusView,
  QuestionView,
  WorkflowNode,
  WorkflowsView,
  WorkflowView,
} from '../../src/state/work-view.ts';
import { RunFixture } from './run-fixture.ts';

/** A node as a test writes it: what it needs, and how its tasks stand. */
export interface NodeDraft {
  readonly needs?: readonly string[];
  /** Of one task, or of each item of a list. */
  readonly is: TaskStatusName | readonly TaskStatusName[];
  readonly optional?: true;
}

export type FlowDraft = Readonly<Record<string, NodeDraft>>;

/** A run over workflows that stand as they are told to, and do not move. */
export function runOfFlows(
  drafts: Readonly<Record<string, FlowDraft>>,
  states: Readonly<Record<string, WorkflowView['state']>> = {},
): RunFixture {
  const statuses: TaskStatusName[] = [];
  const workflows = Object.entries(drafts).map(([name, draft]) => {
    const first = statuses.length;
    statuses.push(...Object.values(draft).flatMap(({ is }) => is));
    return flowOf(name === '' ? null : name, draft, first, states[name] ?? 'running');
  });
  const run = standing(statuses, (task) => nameOf({ kind: 'workflows', workflows }, task));
  run.view = { kind: 'workflows', workflows };
  return run;
}

/** A run whose tasks stand so; the first agents work on those that are in a call. */
export function standing(
  statuses: readonly TaskStatusName[],
  id?: (task: number) => string,
): RunFixture {
  const run = new RunFixture({ roles: { agent: 8 }, tasks: statuses.length, concurrency: 8 });
  if (id !== undefined) run.ids = id;
  run.t = 4_000;
  let agent = 0;
  for (const [task, status] of statuses.entries()) {
    if (status === 'queued') continue;
    if (status === 'blocked' || status === 'skipped') {
      run.state.counts.move(task, TaskStatus[status], run.t);
      continue;
    }
    const by = agent++ % 8;
    const started = { type: 'task.started', task, agent: by, route: 0, attempt: 1 } as const;
    run.emit({ ...started, reservedNanoUsd: 0 });
    run.emit({ type: 'call.sent', task, agent: by, connectMs: 3 });
    run.emit({ type: 'call.streaming', task, agent: by, firstTokenMs: 200 });
    if (status === 'done') finish(run, task, by);
    if (status === 'failed') fail(run, task, by);
  }
  run.t = 5_000;
  return run;
}

function finish(run: RunFixture, task: number, agent: number): void {
  const usage = {
    inputTokens: 100,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 40,
    estimated: false,
  };
  run.emit({
    type: 'task.finished',
    task,
    agent,
    route: 0,
    attempts: 1,
    durationMs: 2_100 + task * 10,
    callMs: 1_900 + task * 10,
    firstTokenMs: 200,
    finishReason: 'stop',
    usage,
    costNanoUsd: 2_000_000,
    text: `answer ${task}`,
  });
}

function fail(run: RunFixture, task: number, agent: number): void {
  run.emit({
    type: 'task.failed',
    task,
    agent,
    route: 0,
    attempts: 3,
    durationMs: 900,
    class: 'content-filter',
    status: 400,
    message: 'the answer was filtered',
    uncertain: false,
    outputTokens: 0,
  });
}

function flowOf(
  name: string | null,
  draft: FlowDraft,
  first: number,
  state: WorkflowView['state'],
): WorkflowView {
  const names = Object.keys(draft);
  const needsOf = (node: number) =>
    (draft[names[node]].needs ?? []).map((each) => names.indexOf(each));
  const levels: number[] = [];
  for (const node of names.keys())
    levels.push(needsOf(node).reduce((most, need) => Math.max(most, levels[need] + 1), 0));
  const deepest = Math.max(...levels);
  const below = names.map(() => 0);
  for (const node of [...names.keys()].reverse())
    for (const need of needsOf(node)) below[need] = Math.max(below[need], below[node] + 1);
  let task = first;
  const tasksOf = names.map((each) => {
    const { is } = draft[each];
    const many = typeof is === 'string' ? 1 : is.length;
    const tasks = Array.from({ length: many }, (_, index) => task + index);
    task += many;
    return tasks;
  });
  const nodes = names.map((each, node): WorkflowNode => {
    const slack = deepest - levels[node] - below[node];
    return {
      name: each,
      level: levels[node],
      needs: needsOf(node),
      critical: draft[each].optional !== true,
      onCriticalPath: slack === 0,
      slack,
      tasks: tasksOf[node],
      fansOut: typeof draft[each].is !== 'string',
    };
  });
  return { name, state, nodes, levels: deepest + 1, budgetNanoUsd: 1_000_000_000 };
}

function nameOf({ workflows }: WorkflowsView, task: number): string {
  for (const { name, nodes } of workflows)
    for (const node of nodes) {
      const at = node.tasks.indexOf(task);
      if (at < 0) continue;
      const own = node.fansOut ? `${node.name}.${at}` : node.name;
      return name === null ? own : `${name}.${own}`;
    }
  return `p-${task}`;
}

/** Four modules: one under way with a fan-out, one in which something failed, one done, one that waits. */
export const modules = (): RunFixture =>
  runOfFlows(
    {
      hr: {
        parse: { is: 'done' },
        screen: { needs: ['parse'], is: ['done', 'done', 'running', 'failed', 'queued'] },
        policy: { needs: ['parse'], is: 'done', optional: true },
        match: { needs: ['screen'], is: 'blocked' },
        interview: { needs: ['match', 'policy'], is: 'blocked' },
      },
      finance: {
        invoices: { is: 'done' },
        payments: { needs: ['invoices'], is: 'failed' },
        reconcile: { needs: ['payments'], is: 'skipped' },
        audit: { needs: ['reconcile'], is: 'skipped' },
        notes: { needs: ['invoices'], is: 'done', optional: true },
      },
      inventory: { stock: { is: 'done' }, reorder: { needs: ['stock'], is: 'done' } },
      compliance: { policy: { is: 'blocked' }, report: { needs: ['policy'], is: 'blocked' } },
    },
    { finance: 'failed', inventory: 'done', compliance: 'waiting' },
  );

/** A diamond in each of many workflows, at all stages. */
export function manyFlows(count: number): RunFixture {
  const stages: readonly (readonly TaskStatusName[])[] = [
    ['done', 'done', 'done', 'done'],
    ['done', 'running', 'done', 'blocked'],
    ['done', 'failed', 'done', 'skipped'],
    ['blocked', 'blocked', 'blocked', 'blocked'],
  ];
  const states = ['done', 'running', 'failed', 'waiting'] as const;
  const drafts = Array.from({ length: count }, (_, index) => {
    const [a, b, c, d] = stages[index % 4];
    return [
      `flow-${String(index).padStart(3, '0')}`,
      {
        first: { is: a },
        left: { needs: ['first'], is: b },
        right: { needs: ['first'], is: c },
        last: { needs: ['left', 'right'], is: d },
      },
    ] as const;
  });
  return runOfFlows(
    Object.fromEntries(drafts),
    Object.fromEntries(drafts.map(([name], index) => [name, states[index % 4]])),
  );
}

/** Questions with nine voters each: one decided early, one open, one without a winner. */
export function votes(): RunFixture {
  const all = (...parts: readonly (readonly [TaskStatusName, number])[]) =>
    parts.flatMap(([status, many]) => Array.from({ length: many }, () => status));
  const statuses = [
    ...all(['done', 6], ['skipped', 3]),
    ...all(['done', 3], ['running', 4], ['queued', 2]),
    ...all(['done', 9]),
  ];
  const run = standing(statuses, (task) => `q${Math.floor(task / 9)}.${task % 9}`);
  const of = (first: number) => Array.from({ length: 9 }, (_, index) => first + index);
  const group = (answer: string, many: number) => ({ answer, votes: many, weight: many });
  const questions: QuestionView[] = [
    {
      question: 'How many moons has Mars?',
      tasks: of(0),
      groups: [group('2', 5), group('1', 1)],
      decided: { answer: '2', why: 'the rest cannot change it' },
      confidence: 0.83,
      savedCalls: 3,
    },
    {
      question: 'Which river flows through Oslo?',
      tasks: of(9),
      groups: [group('Akerselva', 2), group('Glomma', 1)],
      decided: null,
      confidence: 0.67,
      savedCalls: 0,
    },
    {
      question: 'Is it art?',
      tasks: of(18),
      groups: [group('yes', 4), group('no', 4), group('perhaps', 1)],
      decided: { answer: null, why: 'none reached 0.6 of the votes' },
      confidence: 0.44,
      savedCalls: 0,
    },
  ];
  const view: ConsensusView = {
    kind: 'consensus',
    questions,
    decided: 2,
    savedCalls: 3,
    savedNanoUsd: 6_000_000,
  };
  run.view = view;
  return run;
}

/** Two variants over the same ten inputs, judged. */
export function variants(): RunFixture {
  const statuses = Array.from(
    { length: 20 },
    (_, task): TaskStatusName => (task === 13 ? 'failed' : task >= 18 ? 'running' : 'done'),
  );
  const run = standing(statuses, (task) => `${task < 10 ? 'short' : 'long'}.${task % 10}`);
  const of = (first: number) => Array.from({ length: 10 }, (_, index) => first + index);
  run.view = {
    kind: 'compare',
    variants: [
      { name: 'short', tasks: of(0), wins: 5, losses: 1, ties: 2 },
      { name: 'long', tasks: of(10), wins: 1, losses: 5, ties: 2 },
    ],
  };
  return run;
}

/** A book in twelve batches of a hundred chunks, half of it read. */
export function book(): RunFixture {
  const statuses = Array.from(
    { length: 12 },
    (_, task): TaskStatusName => (task < 6 ? 'done' : task < 8 ? 'running' : 'queued'),
  );
  const run = standing(statuses, (task) => `book.${task}`);
  const chunksOf = (task: number) => (task === 11 ? 40 : 100);
  run.view = { kind: 'content', mode: 'distribute', chunks: 1_140, chunksOf };
  return run;
}
