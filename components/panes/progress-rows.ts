import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Tone } from '../painter/style.ts';

const heavy = '━'.charCodeAt(0);
const thin = '─'.charCodeAt(0);

/** How far the run is, as one line: done, failed, cancelled and skipped tasks, and what is left. */
export function drawProgress(view: CellView, { tasks }: RunSnapshot): void {
  const width = view.columns - 2;
  view.repeat(1, 0, thin, width, Tone.dim);
  if (tasks.total === 0) return;
  const share = (value: number) => (value / tasks.total) * width;
  const ended = tasks.ended === tasks.total ? width : Math.floor(share(tasks.ended));
  // One failed task among thousands still shows: it is what a person has to look at.
  const failed =
    tasks.failed === 0 ? 0 : Math.min(ended, Math.max(1, Math.round(share(tasks.failed))));
  const cancelled = Math.min(ended - failed, Math.round(share(tasks.cancelled + tasks.skipped)));
  const done = ended - failed - cancelled;
  view.repeat(1, 0, heavy, done, Tone.ok);
  view.repeat(1 + done, 0, heavy, cancelled, Tone.dim);
  view.repeat(1 + done + cancelled, 0, heavy, failed, Tone.bad);
}
