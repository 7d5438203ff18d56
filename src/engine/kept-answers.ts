import type { Answers } from '../plan/unfolding.ts';
import type { EventLog } from './event-log.ts';

/** The answers of a run that has no record to ask: all of them are held. */
export class KeptAnswers implements Answers {
  private readonly texts = new Map<number, string>();

  constructor(log: EventLog) {
    log.on((event) => {
      if (event.type === 'task.finished' || event.type === 'task.cached')
        this.texts.set(event.task, event.text);
    });
  }

  text(task: number): string | null {
    return this.texts.get(task) ?? null;
  }
}
