import type { Segment } from '../painter/style.ts';
import { Tone } from '../painter/style.ts';

/** A share as a bar so many columns wide; what is there shows, however little, and is full only when it is. */
export function gaugeSegments(share: number, width: number, style: number): Segment[] {
  const cells = share <= 0 ? 0 : Math.min(share >= 1 ? width : width - 1, Math.ceil(share * width));
  const filled = Math.max(share > 0 ? 1 : 0, cells);
  const out: Segment[] = [];
  if (filled > 0) out.push(['▓'.repeat(filled), style]);
  if (width > filled) out.push(['░'.repeat(width - filled), Tone.dim]);
  return out;
}
