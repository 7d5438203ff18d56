import { keyNamed } from '../keys/key-label.ts';
import { type CellView, segmentsWidth } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import type { FooterKey, Notice, Scene } from '../scene.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { oneLine } from '../terminal/sanitize.ts';

type FooterScene = Pick<Scene, 'notice' | 'frame' | 'keys'>;

/**
 * The last rows: what the hand was answered, and the keys of the moment. With one row alone the
 * answer takes the place of the keys.
 */
export function drawFooter(view: CellView, scene: FooterScene): void {
  const { notice } = scene;
  const last = view.rows - 1;
  if (notice !== null) view.segments(1, 0, noticeSegments(notice), view.columns - 2);
  if (notice !== null && last === 0) return;
  view.segmentsRight(view.columns - 1, last, frameSegments(scene));
  for (const { x, parts } of placedKeys(scene, view.columns)) view.segments(x, last, parts);
}

/** The name of the key that stands at a cell of the footer; null where none does. */
export function footerKeyAt(
  scene: FooterScene,
  columns: number,
  rows: number,
  x: number,
  y: number,
): string | null {
  if (y !== rows - 1 || (scene.notice !== null && rows === 1)) return null;
  for (const { key, x: start, parts } of placedKeys(scene, columns)) {
    if (x < start || x >= start + segmentsWidth(parts)) continue;
    const names = key.keys.split(' ');
    let at = start;
    for (const name of names) {
      const end = at + displayWidth(name);
      // What it does belongs to its key, where it has one alone.
      if (x < end || names.length === 1) return x < at ? null : keyNamed(name);
      at = end + 1;
    }
  }
  return null;
}

interface PlacedKey {
  readonly key: FooterKey;
  readonly x: number;
  readonly parts: readonly Segment[];
}

/** The keys that fit, the first ones first; the last leads to all the others, and has its place. */
function placedKeys(scene: FooterScene, columns: number): PlacedKey[] {
  const end = columns - 1 - segmentsWidth(frameSegments(scene)) - 2;
  const placed: PlacedKey[] = [];
  let x = 1;
  const put = (key: FooterKey, before: number): boolean => {
    const parts = keySegments(key);
    const width = segmentsWidth(parts);
    if (x + width > before) return false;
    placed.push({ key, x, parts });
    x += width + 2;
    return true;
  };
  const keys = [...scene.keys];
  const help = keys.pop();
  if (help === undefined) return placed;
  const room = end - segmentsWidth(keySegments(help)) - 2;
  for (const key of keys) if (!put(key, room)) break;
  put(help, end);
  return placed;
}

function keySegments({ keys, does, off }: FooterKey): Segment[] {
  return [
    [keys, off ? Tone.dim : Tone.accent],
    [` ${does}`, Tone.dim],
  ];
}

function frameSegments({ frame }: FooterScene): Segment[] {
  if (frame === null) return [];
  return [
    [frame.medianMs.toFixed(1), Tone.fg],
    [' ms  ', Tone.dim],
    [frame.framesPerSecond.toFixed(0), Tone.fg],
    [' fps', Tone.dim],
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
