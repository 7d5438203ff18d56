import type { TaskDesk } from '../../components/live-run.ts';
import { requestOf } from '../providers/create-provider.ts';
import { commandOf } from '../providers/exec/raw-command.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { TaskStatus, taskStatusNames } from '../state/agent-state.ts';
import type { RawCall } from '../state/raw-call.ts';
import type { RunState } from '../state/run-state.ts';
import type { TaskRecord } from '../state/task-record.ts';
import { readTask } from '../store/read-task.ts';

export interface RecordedTasksParts {
  /** The fold of the record; its routes have the addresses that were called. */
  readonly state: RunState;
  readonly spec: Pick<ResolvedSpec, 'roles' | 'routes'>;
  /** May throw. */
  read(task: number): TaskRecord | null;
}

/** The tasks of a run by its record alone: nothing arrives, and of what went over the wire nothing was kept. */
export class RecordedTasks implements TaskDesk {
  private readonly parts: RecordedTasksParts;
  private kept: { readonly version: string; readonly record: TaskRecord | null } | null = null;

  constructor(parts: RecordedTasksParts) {
    this.parts = parts;
  }

  /** Read once for every event of the task, and no more often. */
  record(task: number): TaskRecord | null {
    const { state, read } = this.parts;
    const { status, agent, size } = state.tasks;
    if (task < 0 || task >= size) return null;
    const version = versionOf(state, task);
    if (this.kept?.version === version) return this.kept.record;
    try {
      const record = read(task);
      // What has not ended stands in the state alone.
      const now = record && {
        ...record,
        status: taskStatusNames[status[task]],
        agent: agent[task],
      };
      this.kept = { version, record: now };
      return now;
    } catch {
      // A record that cannot be read takes no console with it; a run that cannot write its own ends.
      return null;
    }
  }

  partialText(_task: number): string | null {
    return null;
  }

  /** Made anew from the record, as the call would be sent now. */
  rawCall(task: number): RawCall | null {
    const record = this.record(task);
    const last = record?.attempts.at(-1);
    const { spec, state } = this.parts;
    // What code has asked is not in the record.
    if (!record || last === undefined || spec.roles[record.role].code) return null;
    const { provider, model, baseUrl } = state.info.routes[last.route];
    const { maxOutputTokens } = spec.roles[record.role];
    const { messages } = record;
    const key = this.keyName(last.route);
    const { agent, ollama, exec } = spec.routes[last.route];
    const turn = { model, messages, maxOutputTokens };
    return {
      attempt: last.attempt,
      live: last.endedT === null,
      request:
        exec === undefined
          ? requestOf({ provider, model, agent, ollama }, { baseUrl, key }, turn)
          : commandOf(exec, turn),
      asSent: false,
      head: null,
      body: null,
    };
  }

  closeRaw(): void {}

  /** The variable that holds the route's key, as a shell names it; null where it needs none. */
  protected keyName(route: number): string | null {
    const { key } = this.parts.spec.routes[route];
    return key === null ? null : `$${/^env:(\w+)$/.exec(key)?.[1] ?? 'API_KEY'}`;
  }
}

/** The tasks of a run that nobody writes any more. */
export function pastTasks(
  directory: string,
  state: RunState,
  spec: RecordedTasksParts['spec'],
): TaskDesk {
  const { status } = state.tasks;
  return new RecordedTasks({
    state,
    spec,
    read: (task) => readTask(directory, task, status[task] === TaskStatus.running),
  });
}

/** Another one after every event of the task; what its agent does later is not its own. */
function versionOf({ tasks, agents, toolCalls }: RunState, task: number): string {
  const { status, attempts, sinceT, agent } = tasks;
  const its = agent[task];
  const step =
    status[task] === TaskStatus.running ? `${agents.state[its]} ${agents.sinceT[its]}` : '';
  const tools = toolCalls
    .of(task)
    .map(({ call, ...now }) => `${call} ${now.askedT} ${now.startedT}`);
  return `${task} ${status[task]} ${attempts[task]} ${sinceT[task]} ${its} ${step} ${tools.join()}`;
}
