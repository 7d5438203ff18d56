import type { EventOf } from '../../src/state/events.ts';
import { argumentsLine } from '../../src/state/tool-arguments.ts';
import { toolFailureWords } from '../../src/state/turn-words.ts';
import { Tone } from '../painter/style.ts';
import { count, duration, plural } from '../parts/format.ts';
import type { LogEntry } from './log-words.ts';

type ToolLogEvent = EventOf<'tool.asked'> | EventOf<'tool.answered'> | EventOf<'tool.finished'>;

/**
 * The line of what a tool asks, was answered or failed of; null for one that gave its result.
 *
 * @param agent who it is of, or how many they are
 * @param same events of this kind in a row that the line stands for
 */
export function toolLogEntry(
  event: ToolLogEvent,
  agent: string,
  same: number,
  by: (name: string) => string,
): LogEntry | null {
  const { t, tool } = event;
  const line = (who: string, what: string, style: number, rest: string): LogEntry => ({
    ...{ t, who, what, style, rest },
  });
  switch (event.type) {
    case 'tool.asked': {
      const rest = same > 1 ? '' : ` · ${argumentsLine(event.arguments)}`;
      return line(agent, `${same > 1 ? 'ask' : 'asks'} for ${tool}`, Tone.warn, rest);
    }
    case 'tool.answered': {
      const word = event.allowed ? 'allowed' : 'refused';
      const what = same > 1 ? `${plural(same, 'call')} of ${tool} ${word}` : `${tool} ${word}`;
      return line(by(event.by), what, Tone.fg, same > 1 ? '' : ` · ${agent}`);
    }
    default: {
      const { failure, durationMs, text } = event;
      if (failure === null) return null;
      const after = durationMs > 0 && same === 1 ? ` after ${duration(durationMs)}` : '';
      const times = same > 1 ? `, ${count(same)} calls` : '';
      // What the operator has done, or a task that went on without it, is no fault of a tool.
      const style = failure === 'refused' || failure === 'cancelled' ? Tone.fg : Tone.warn;
      return line(
        agent,
        `${tool} ${toolFailureWords(failure)}`,
        style,
        `${after}${times} · ${text}`,
      );
    }
  }
}
