import type { ConsensusView } from '../../src/state/work-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { money, plural } from '../parts/format.ts';

/** `saved 87 calls ~$0.41`; nothing where nothing was saved. */
export function savedSegments({ savedCalls, savedNanoUsd }: ConsensusView): Segment[] {
  if (savedCalls === 0) return [];
  const out: Segment[] = [
    ['saved ', Tone.dim],
    [plural(savedCalls, 'call'), Tone.ok],
  ];
  if (savedNanoUsd !== null) out.push([` ~${money(savedNanoUsd)}`, Tone.ok]);
  return out;
}
