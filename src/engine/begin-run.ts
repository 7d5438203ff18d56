import { TaskStatus } from '../state/agent-state.ts';
import type { RunState } from '../state/run-state.ts';
import type { EngineConfig } from './engine-config.ts';
import type { EventLog } from './event-log.ts';
import { WorkQueue } from './work-queue.ts';

/** A run can have died before its first event was durable: then it is begun, not gone on with. */
export function hasBegun(state: RunState): boolean {
  return state.seq > 0;
}

/** Tasks that have not ended and wait for no other, in the order of the plan. */
export function queuedTasks({ plan, state }: EngineConfig): number[] {
  const all = Array.from({ length: plan.size }, (_, task) => task);
  if (!hasBegun(state)) return plan.graph === undefined ? all : [];
  const { status } = state.tasks;
  return all.filter(
    (task) => status[task] < TaskStatus.done && status[task] !== TaskStatus.blocked,
  );
}

/** The agents of each role that take tasks, by their numbers in the run. */
export function agentsByRole({ info, state }: EngineConfig): number[][] {
  if (hasBegun(state))
    return info.roles.map((_, role) =>
      state.agents.ofRole(role).filter((agent) => state.agents.retired[agent] === 0),
    );
  let first = 0;
  return info.roles.map(({ agents }) => {
    const numbers = Array.from({ length: agents }, (_, number) => first + number);
    first += agents;
    return numbers;
  });
}

/** Reserved against a tokens limit where no maximum is set; corrected by what is reported. */
const assumedOutputTokens = 500;

/** Upper estimate of a task's tokens, for limits of tokens a minute. */
export function tokensOf({ plan, roles }: EngineConfig, task: number): number {
  const sent =
    plan.pieces?.bytesOf(task) ??
    plan.messages(task).reduce((sum, { content }) => sum + content.length, 0);
  if (plan.texts !== undefined) return Math.ceil(sent / 4);
  return Math.ceil(sent / 4) + (roles[plan.role[task]].maxOutputTokens ?? assumedOutputTokens);
}

/** Priorities that were changed in an earlier session hold on, and so do routes that were chosen. */
export function newQueue(config: EngineConfig): WorkQueue {
  const { plan, state } = config;
  const { priority, chosenRoute, size } = state.tasks;
  const work = new WorkQueue(plan, size === 0 ? plan.priority : priority, agentsByRole(config));
  for (let task = 0; task < size; task++)
    if (chosenRoute[task] >= 0) work.setRoute(task, chosenRoute[task]);
  return work;
}

/** The first events of a session: what the run is, or that it goes on. */
export function recordStart(config: EngineConfig, log: EventLog): void {
  const { state, info } = config;
  if (hasBegun(state)) {
    const at = new Date().toISOString();
    const requeued = queuedTasks(config).filter(
      (task) => state.tasks.status[task] === TaskStatus.running,
    );
    const { concurrency, budget } = info;
    const session = state.session + 1;
    log.emit({ type: 'run.resumed', at, session, requeued, concurrency, budget });
    return;
  }
  const { role, priority, size } = config.plan;
  log.emit({ type: 'run.started', ...info });
  log.emit({
    type: 'tasks.added',
    first: 0,
    count: size,
    role: oneOrAll(role),
    priority: oneOrAll(priority),
    ...(config.plan.graph !== undefined && { blocked: true as const }),
  });
}

/** A column as an event carries it: one number where it is the same for all. */
function oneOrAll(column: Uint16Array | Int16Array): number | number[] {
  const [first] = column;
  return column.every((value: number) => value === first) ? (first ?? 0) : Array.from(column);
}

/** A resumed run does once more what failed or was set aside as poison. @returns those tasks */
export function reopenFailed({ state }: EngineConfig, log: EventLog, work: WorkQueue): number[] {
  const reopened: number[] = [];
  const { status, size } = state.tasks;
  for (let task = 0; task < size; task++) {
    if (status[task] !== TaskStatus.failed && status[task] !== TaskStatus.poison) continue;
    log.emit({ type: 'task.reopened', task, by: 'resume' });
    work.open(task);
    reopened.push(task);
  }
  return reopened;
}

export function agentCount({ info }: EngineConfig): number {
  return info.roles.reduce((sum, { agents }) => sum + agents, 0);
}
