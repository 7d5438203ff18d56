import type { RunEvent } from '../state/events.ts';
import { turnWords } from '../state/turn-words.ts';
import type { EventNames } from './event-names.ts';

/**
 * The field's line for each stage of an agent's work: `[KAOZ_0] completed in 12.5s`; null for the rest.
 *
 * @param staged agents whose call tells its own stages
 */
export function verboseLine(
  event: RunEvent,
  names: EventNames,
  staged: ReadonlyMap<number, string>,
): string | null {
  const text = stage(event, names, staged);
  if (text === null || !('agent' in event)) return null;
  return `[${names.agent(event.agent).toUpperCase()}] ${text}`;
}

function stage(
  event: RunEvent,
  names: EventNames,
  staged: ReadonlyMap<number, string>,
): string | null {
  switch (event.type) {
    case 'task.started': {
      const again = event.attempt > 1 ? `, try ${event.attempt}` : '';
      const turn = event.turn === undefined ? '' : `, turn ${event.turn}`;
      return `${names.task(event.task)}: connecting to ${names.route(event.route)}${again}${turn}…`;
    }
    case 'call.sent':
      // It was the first exchange of several: what waits for a token is yet to come.
      if (staged.has(event.agent)) return null;
      return `${names.task(event.task)}: sent, waiting for the first token…`;
    case 'call.stage':
      return `${names.task(event.task)}: ${event.stage}…`;
    case 'call.streaming':
      return `${names.task(event.task)}: streaming, first token after ${seconds(event.firstTokenMs)}`;
    case 'program.started':
    case 'turn.finished':
    case 'turn.failed':
    case 'tool.asked':
    case 'tool.answered':
    case 'tool.started':
    case 'tool.finished':
      return `${names.task(event.task)}: ${turnWords(event)}`;
    case 'task.finished':
      return `${names.task(event.task)}: completed in ${seconds(event.durationMs)}, ${event.usage.outputTokens} tokens`;
    case 'task.cached':
      return `${names.task(event.task)}: answered in run ${event.run}`;
    case 'task.retrying':
      return `${names.task(event.task)}: ${event.class}, next try in ${seconds(event.waitMs)}: ${event.message}`;
    case 'task.cancelled':
      return `${names.task(event.task)}: cancelled, ${event.reason}`;
    default:
      return null;
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)}s`;
}
