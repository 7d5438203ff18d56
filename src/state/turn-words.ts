import type { TurnEvent } from './events.ts';
import { count, timeWords } from './words.ts';

/** Characters of what a tool said that a line has room for. */
const longestText = 200;

/** Why a call of a tool gave no result, where its name alone would not say it. */
const failures: Readonly<Record<string, string>> = {
  'unknown-tool': 'no such tool',
  'bad-arguments': 'bad arguments',
  cancelled: 'cut',
};

/** Why a call of a tool gave no result: `no such tool`, `timeout`, `refused`. */
export function toolFailureWords(failure: string): string {
  return failures[failure] ?? failure;
}

/** What happens between two calls of a task, behind its name: `http_get gave 1,204 bytes in 312 ms`. */
export function turnWords(event: TurnEvent): string {
  switch (event.type) {
    case 'program.started':
      return `its code begins, try ${event.attempt}`;
    case 'program.warned':
      return `its code: ${event.message}`;
    case 'turn.failed':
      return `a call failed: ${event.class}: ${event.message}`;
    case 'turn.finished':
      if (event.problem !== null) return `gave an answer of no use: ${event.problem}`;
      if (event.calls.length === 0) return `has the answer of turn ${event.turn}`;
      return `wants ${event.calls.map(({ tool }) => tool).join(', ')} called, turn ${event.turn}`;
    case 'tool.asked':
      return `asks whether ${event.tool} may run`;
    case 'tool.answered':
      return `${event.tool} ${event.allowed ? 'allowed' : 'refused'} by ${event.by}`;
    case 'tool.started':
      return `${event.tool} (${event.source}) runs`;
    case 'tool.finished': {
      const { tool, failure, bytes, durationMs, text } = event;
      if (failure === null) return `${tool} gave ${count(bytes)} bytes in ${took(durationMs)}`;
      const after = durationMs === 0 ? '' : ` after ${took(durationMs)}`;
      return `${tool}: ${toolFailureWords(failure)}${after}: ${text.slice(0, longestText)}`;
    }
  }
}

function took(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1_000).toFixed(1)}s` : timeWords(ms);
}
