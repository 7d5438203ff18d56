import { TaskStatus } from '../state/agent-state.ts';
import type { Session } from './session.ts';

/** How far the reading of a content is; a chunk that several agents read counts for each of them. */
export interface ChunksRead {
  readonly read: number;
  readonly all: number;
}

/** Null where no content is read. */
export function chunksRead({ plan, engine }: Pick<Session, 'plan' | 'engine'>): ChunksRead | null {
  const view = plan.view?.();
  if (view?.kind !== 'content') return null;
  const { status } = engine.state.tasks;
  let read = 0;
  let all = 0;
  for (let task = 0; task < plan.size; task++) {
    const chunks = view.chunksOf(task);
    all += chunks;
    if (status[task] === TaskStatus.done) read += chunks;
  }
  return { read, all };
}
