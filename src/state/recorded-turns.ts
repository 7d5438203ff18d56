import type { EventOf, RunEvent, SpentByTurns } from './events.ts';
import type { SaidTurn } from './said-turn.ts';
import type { ToolCallRecord } from './tool-call-record.ts';

/** A turn of a task that was not its last, with what it took. */
export interface RecordedTurn extends SaidTurn, SpentByTurns {
  /** Run time, ms. */
  readonly endedT: number;
  /** As the model wanted them, in its order. */
  readonly toolCalls: readonly ToolCallRecord[];
}

interface OpenTurn extends RecordedTurn {
  readonly answers: Map<string, string>;
  readonly toolCalls: ToolCallRecord[];
}

/** What the conversation of one task has become beyond its plan, since it was begun or opened again last. */
export class RecordedTurns {
  private all: OpenTurn[] = [];

  get turns(): readonly RecordedTurn[] {
    return this.all;
  }

  /** Takes the next event of the task. */
  observe(event: RunEvent): void {
    if (event.type === 'task.reopened') this.all = [];
    else if (event.type === 'turn.finished') this.all.push(turnOf(event));
    else if ('call' in event) this.observeCall(event);
  }

  private observeCall(event: Extract<RunEvent, { call: string }>): void {
    const { call, t } = event;
    // Ids may come again in later turns; what is told of one is of the last that has it.
    const turn = this.all.findLast(({ calls }) => calls.some(({ id }) => id === call));
    const at = turn?.toolCalls.findIndex((each) => each.call === call) ?? -1;
    if (turn === undefined || at < 0) return;
    const change = (now: Partial<ToolCallRecord>) => {
      turn.toolCalls[at] = { ...turn.toolCalls[at], ...now };
    };
    switch (event.type) {
      case 'tool.asked':
        return change({ askedT: t });
      case 'tool.answered':
        return change({ answer: { allowed: event.allowed, by: event.by, t } });
      case 'tool.started':
        return change({ startedT: t });
      case 'tool.finished': {
        const { failure, durationMs, bytes, text } = event;
        turn.answers.set(call, text);
        change({ end: { t, failure, durationMs, bytes, text } });
      }
    }
  }
}

function turnOf(event: EventOf<'turn.finished'>): OpenTurn {
  const { t, turn, text, calls, problem, usage, costNanoUsd } = event;
  const toolCalls = calls.map(
    ({ id, tool, arguments: args }): ToolCallRecord => ({
      ...{ call: id, tool, arguments: args, turn, wantedT: t },
      ...{ askedT: null, answer: null, startedT: null, end: null },
    }),
  );
  const answers = new Map();
  return { endedT: t, text, calls, problem, usage, costNanoUsd, toolCalls, answers };
}
