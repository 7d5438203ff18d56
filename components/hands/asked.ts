import type { Command } from '../../src/engine/commands/command.ts';
import { commandWords } from '../../src/engine/commands/command-words.ts';
import { keptEvents } from '../../src/state/notable.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { isOver } from '../parts/phase-look.ts';

/** A command that was asked and that the run does not show yet. */
export interface Asked {
  readonly command: Command;
  /** Its number, once it was acknowledged. */
  readonly id: number | null;
  /** Notable events that the run had when it was asked: what comes of it is among the later ones. */
  readonly since: number;
  /** What was done, in the words of the acknowledgement. */
  readonly effect: string | null;
}

/** The words of what was asked, as `concurrency 550`. */
export const askedWords = (asked: Pick<Asked, 'command'>): string => commandWords(asked.command);

/**
 * Whether the run's own events say that it is so. Nothing is taken as done because it was asked, nor
 * because it was acknowledged.
 */
export function isSettled(asked: Asked, snapshot: RunSnapshot): boolean {
  const { phase } = snapshot;
  const { command } = asked;
  if (isOver(phase)) return true;
  switch (command.type) {
    case 'pause':
      return phase === 'PAUSED' || phase === 'PAUSING';
    case 'resume':
      return phase !== 'PAUSED' && phase !== 'PAUSING';
    case 'stop':
      if (command.mode === 'now') return phase === 'STOPPING';
      return phase === 'DRAINING' || phase === 'STOPPING';
    case 'concurrency':
      // The engine may grant another number than was asked: its own event settles it then.
      return snapshot.concurrency === command.value || wasAccepted(asked, snapshot);
    default:
      return wasAccepted(asked, snapshot);
  }
}

/** A command on many tasks makes an event of each, so that its own can be far back, or gone. */
function wasAccepted({ id, since }: Asked, { notable }: RunSnapshot): boolean {
  const later = notable.count - since;
  if (id === null || later === 0) return false;
  if (later > keptEvents) return true;
  return notable
    .newest(later)
    .some(({ event }) => event.type === 'command.accepted' && event.id === id);
}
