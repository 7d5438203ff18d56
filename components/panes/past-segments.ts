import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { Replay } from '../live-run.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { count, plural, wholeSeconds } from '../parts/format.ts';
import { isOver, phaseLooks } from '../parts/phase-look.ts';
import { oneLine } from '../terminal/sanitize.ts';

const dot: Segment = [' · ', Tone.dim];

/** What a run of the past is called: that it is looked at, and its own last word or the moment that is seen. */
export function pastSegments(snapshot: RunSnapshot, replay: Replay): Segment[] {
  const { phase, t } = snapshot;
  const out: Segment[] = [['read-only  ', Tone.accent | Attribute.bold]];
  if (t < replay.endT) out.push(['as it stood at', Tone.dim]);
  else if (isOver(phase)) out.push([`${phaseLooks[phase].mark} ${phase}`, phaseLooks[phase].style]);
  // Its log goes no further: what it was at is not what it is.
  else out.push(['‖ UNFINISHED', Tone.warn | Attribute.bold]);
  return out;
}

/** Run time; of a moment before the end of one of the past, of how much. */
export function timeSegments({ t }: RunSnapshot, replay: Replay | undefined): Segment[] {
  if (replay === undefined || t >= replay.endT) return [[wholeSeconds(t), Tone.fg]];
  return [
    [wholeSeconds(t), Attribute.bold],
    [` of ${wholeSeconds(replay.endT)}`, Tone.dim],
  ];
}

/** Whether what is seen is the end of a run that can be gone on with. */
export function isLeftUndone({ t }: RunSnapshot, { unfinished, endT }: Replay): boolean {
  return unfinished && t >= endT;
}

/** What is left of a run, and how to go on with it. */
export function undoneSegments({ tasks, phase, phaseReason }: RunSnapshot): Segment[] {
  const out: Segment[] = [['resume with r', Tone.accent]];
  const left = tasks.total - tasks.ended + tasks.cancelled;
  out.push(dot, [`${plural(left, 'task')} not done`, Tone.fg]);
  out.push(dot, [`${count(tasks.done)} done`, Tone.fg]);
  if (tasks.failed > 0) out.push(dot, [`${count(tasks.failed)} failed`, Tone.bad]);
  if (!isOver(phase)) out.push(dot, ['its process ended in the middle of it', Tone.dim]);
  else if (phaseReason !== null) out.push(dot, [oneLine(phaseReason), Tone.dim]);
  return out;
}
