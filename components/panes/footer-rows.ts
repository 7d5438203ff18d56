import { type CellView, segmentsWidth } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import type { FooterKey, Notice, Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';

/**
 * The last rows: what the hand was answered, and the keys of the moment. With one row alone the
 * answer takes the place of the keys.
 */
export function drawFooter(view: CellView, scene: Scene): void {
  const { notice, frame } = scene;
  const last = view.rows - 1;
  if (notice !== null) view.segments(1, 0, noticeSegments(notice), view.columns - 2);
  if (notice !== null && last === 0) return;
  const right: Segment[] = [];
  if (frame !== null) {
    right.push([frame.medianMs.toFixed(1), Tone.fg], [' ms  ', Tone.dim]);
    right.push([frame.framesPerSecond.toFixed(0), Tone.fg], [' fps', Tone.dim]);
  }
  const end = view.segmentsRight(view.columns - 1, last, right) - 2;
  // The last one leads to all the others: it stands there however many there are.
  const keys = scene.keys.map(keySegments);
  const help = keys.pop() ?? [];
  const room = end - segmentsWidth(help) - 2;
  let x = 1;
  for (const key of keys) {
    if (x + segmentsWidth(key) > room) break;
    x = view.segments(x, last, key) + 2;
  }
  if (x + segmentsWidth(help) <= end) view.segments(x, last, help);
}

function keySegments({ keys, does }: FooterKey): Segment[] {
  return [
    [keys, Tone.accent],
    [` ${does}`, Tone.dim],
  ];
}

function noticeSegments({ kind, text }: Notice): Segment[] {
  const words = oneLine(text);
  if (kind === 'asked')
    return [
      ['→ ', Tone.accent],
      [`${words} asked`, Tone.accent],
    ];
  if (kind === 'refused') return [[words, Tone.warn]];
  return [[words, Tone.fg]];
}
