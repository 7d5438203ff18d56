import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { duration, unknownMark } from '../parts/format.ts';
import type { TryTimes } from './call-times.ts';

interface PhasePart {
  readonly name: string;
  readonly ms: number | null;
  readonly mark: number;
  readonly style: number;
}

const full = '▓'.codePointAt(0) ?? 0x23;
const half = '▒'.codePointAt(0) ?? 0x3d;
const block = '█'.codePointAt(0) ?? 0x54;
const light = '░'.codePointAt(0) ?? 0x2e;

function parts({ connectMs, waitMs, streamMs, toolMs }: TryTimes): readonly PhasePart[] {
  const call = [
    { name: 'connect', ms: connectMs, mark: full, style: Tone.info },
    { name: 'wait', ms: waitMs, mark: light, style: Tone.warn },
    { name: 'stream', ms: streamMs, mark: half, style: Tone.ok },
  ];
  return toolMs === null
    ? call
    : [...call, { name: 'tool', ms: toolMs, mark: block, style: Tone.tool }];
}

/** The phases of a call, or of all turns of a try, as one bar, each as long as its share; what took any time has a cell. */
export function drawPhaseBar(view: CellView, times: TryTimes): void {
  const all = parts(times);
  const cells = shares(
    all.map(({ ms }) => ms ?? 0),
    view.columns,
  );
  let x = 0;
  all.forEach(({ mark, style }, i) => {
    view.repeat(x, 0, mark, cells[i], style);
    x += cells[i];
  });
}

/** `connect 41ms · wait 0.38s · stream 3.1s` */
export function phaseSegments(times: TryTimes): Segment[] {
  return parts(times).flatMap(({ name, ms, style }, i): Segment[] => [
    [i === 0 ? '' : ' · ', Tone.dim],
    [`${name} `, Tone.dim],
    [ms === null ? unknownMark : duration(ms), ms === null ? Tone.dim : style],
  ]);
}

/** Divides cells by amounts: each that is more than nothing has one, the largest gives what is missing. */
export function shares(amounts: readonly number[], cells: number): number[] {
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  if (total <= 0 || cells <= 0) return amounts.map(() => 0);
  const out = amounts.map((amount) =>
    amount > 0 ? Math.max(1, Math.round((amount / total) * cells)) : 0,
  );
  const largest = amounts.indexOf(Math.max(...amounts));
  const used = out.reduce((sum, count) => sum + count, 0);
  out[largest] = Math.max(0, out[largest] + cells - used);
  return out;
}
