import type { EventStamp, TurnEvent } from '../state/events.ts';

/** What happens between two calls of a task, as the log says it. */
export function turnWords(
  event: EventStamp & TurnEvent,
  names: { task(task: number): string },
): string {
  const task = names.task(event.task);
  switch (event.type) {
    case 'program.started':
      return `the code of ${task} begins, try ${event.attempt}`;
    case 'program.warned':
      return `the code of ${task}: ${event.message}`;
    case 'turn.failed':
      return `a call of ${task} failed: ${event.class}: ${event.message}`;
    case 'turn.finished':
      if (event.problem !== null) return `${task} gave an answer of no use: ${event.problem}`;
      if (event.calls.length === 0) return `${task} has the answer of turn ${event.turn}`;
      return `${task} wants ${event.calls.map(({ tool }) => tool).join(', ')} called, turn ${event.turn}`;
    case 'tool.asked':
      return `${task} asks whether ${event.tool} may run`;
    case 'tool.answered':
      return `${event.tool} of ${task} ${event.allowed ? 'allowed' : 'refused'} by ${event.by}`;
    case 'tool.started':
      return `${event.tool} (${event.source}) runs for ${task}`;
    case 'tool.finished': {
      const took = `${Math.round(event.durationMs)} ms`;
      if (event.failure === null)
        return `${event.tool} of ${task} gave ${event.bytes} bytes in ${took}`;
      return `${event.tool} of ${task}: ${event.failure} after ${took}: ${event.text.slice(0, 200)}`;
    }
  }
}
