import type { TaskDesk } from '../../components/live-run.ts';
import { TaskStatus, taskStatusNames } from '../../src/state/agent-state.ts';
import type { RunEvent } from '../../src/state/events.ts';
import type { RawCall } from '../../src/state/raw-call.ts';
import { RecordedTurns } from '../../src/state/recorded-turns.ts';
import type { RunState } from '../../src/state/run-state.ts';
import { messagesOfTurns } from '../../src/state/said-turn.ts';
import type { AttemptRecord, TaskMessage, TaskRecord } from '../../src/state/task-record.ts';

const unsent = {
  queuedT: null,
  sentT: null,
  streamingT: null,
  endedT: null,
  connectMs: null,
  firstTokenMs: null,
  outcome: 'running',
  error: null,
  waitMs: null,
  usage: null,
  costNanoUsd: null,
  uncertain: false,
} as const;

/** The tasks of a fixture, as its events tell of them; texts are set by the test. */
export class FixtureTasks implements TaskDesk {
  /** What is said in place of the usual two messages. */
  readonly messages = new Map<number, readonly TaskMessage[]>();
  /** What has arrived of answers under way. */
  readonly partial = new Map<number, string>();
  readonly raw = new Map<number, RawCall>();
  /** Times that it was said that nobody looks at a call any more. */
  rawClosed = 0;
  private readonly state: RunState;
  private readonly attempts = new Map<number, AttemptRecord[]>();
  private readonly answers = new Map<number, string>();
  private readonly turns = new Map<number, RecordedTurns>();

  constructor(state: RunState) {
    this.state = state;
  }

  record(task: number): TaskRecord | null {
    const { tasks } = this.state;
    if (task < 0 || task >= tasks.size) return null;
    const attempts = this.attempts.get(task) ?? [];
    const last = attempts.at(-1);
    const ended = tasks.status[task] >= TaskStatus.failed;
    const turns = this.turns.get(task)?.turns ?? [];
    const planned = this.messages.get(task) ?? [
      { role: 'system', content: 'You are brief.' },
      { role: 'user', content: `Question ${task}?` },
    ];
    return {
      task,
      id: `p-${task}`,
      role: tasks.role[task],
      status: taskStatusNames[tasks.status[task]],
      agent: tasks.agent[task],
      messages: [...planned, ...messagesOfTurns(turns)],
      toolCalls: turns.flatMap(({ toolCalls }) => toolCalls),
      attempts,
      answer: this.answers.get(task) ?? null,
      finishReason: this.answers.has(task) ? 'stop' : null,
      error: ended ? (last?.error ?? null) : null,
    };
  }

  partialText(task: number): string | null {
    return this.partial.get(task) ?? null;
  }

  rawCall(task: number): RawCall | null {
    return this.raw.get(task) ?? null;
  }

  closeRaw(): void {
    this.rawClosed++;
  }

  observe(event: RunEvent): void {
    if ('task' in event) {
      const turns = this.turns.get(event.task) ?? new RecordedTurns();
      this.turns.set(event.task, turns);
      turns.observe(event);
    }
    switch (event.type) {
      case 'task.started': {
        const { attempt, turn = 1, agent, route, reservedNanoUsd, t: startedT } = event;
        const started = { ...unsent, attempt, turn, agent, route, reservedNanoUsd, startedT };
        this.attempts.set(event.task, [...(this.attempts.get(event.task) ?? []), started]);
        return;
      }
      case 'call.sent':
        return this.change(event.task, { sentT: event.t, connectMs: event.connectMs });
      case 'call.streaming':
        return this.change(event.task, { streamingT: event.t, firstTokenMs: event.firstTokenMs });
      case 'task.retrying': {
        const { class: failureClass, status, message, waitMs, uncertain } = event;
        const error = { class: failureClass, status, message };
        const end = { endedT: event.t, outcome: 'retrying', error, waitMs, uncertain } as const;
        return this.change(event.task, end);
      }
      case 'task.failed': {
        const error = { class: event.class, status: event.status, message: event.message };
        return this.change(event.task, { endedT: event.t, outcome: 'failed', error });
      }
      case 'turn.finished': {
        const { usage, costNanoUsd } = event;
        return this.change(event.task, { endedT: event.t, outcome: 'turn', usage, costNanoUsd });
      }
      case 'task.finished': {
        const { usage, costNanoUsd } = event;
        this.answers.set(event.task, event.text);
        this.change(event.task, { endedT: event.t, outcome: 'done', usage, costNanoUsd });
      }
    }
  }

  private change(task: number, change: Partial<AttemptRecord>): void {
    const all = this.attempts.get(task) ?? [];
    const last = all.at(-1);
    if (last !== undefined) this.attempts.set(task, [...all.slice(0, -1), { ...last, ...change }]);
  }
}
