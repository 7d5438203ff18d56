import type { StopProven } from '../../src/state/events.ts';
import { closedWords } from '../../src/state/words.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { duration, money, plural } from '../parts/format.ts';

const dot: Segment = [' · ', Tone.dim];

/** The proof of a stop as the engine gave it: times from when it was asked. */
export function stopProofSegments(proof: StopProven): Segment[] {
  const after = (t: number) => millis(t - proof.askedT);
  const out: Segment[] = [
    ['asked 0 ms', Tone.fg],
    dot,
    [`acknowledged ${after(proof.acknowledgedT)}`, Tone.fg],
    dot,
    [`${closedWords(proof)} ${after(proof.closedT)}`, Tone.fg],
  ];
  if (proof.callsCut > 0) out.push(dot, [`${plural(proof.callsCut, 'call')} cut`, Tone.fg]);
  if (proof.tokensAfter > 0)
    out.push(dot, [`${plural(proof.tokensAfter, 'token')} after`, Tone.fg]);
  out.push(dot, [`spent since you asked ${money(proof.spentAfterNanoUsd)}`, Tone.fg], dot);
  out.push(uncertain(proof));
  return out;
}

function uncertain({ uncertainCalls, uncertainNanoUsd }: StopProven): Segment {
  if (uncertainCalls === 0) return ['nothing uncertain', Tone.fg];
  if (uncertainNanoUsd === null)
    return [`cost of ${plural(uncertainCalls, 'call')} uncertain`, Tone.warn];
  return [`uncertain ≤ ${money(uncertainNanoUsd)}`, Tone.warn];
}

/** Stops are told in milliseconds as long as they take less than a second or two. */
function millis(ms: number): string {
  return ms < 2_000 ? `${Math.round(ms)} ms` : duration(ms);
}
