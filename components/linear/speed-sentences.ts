import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { count, plural, short } from '../parts/format.ts';
import { listed, sentence, timeWords } from './spoken.ts';

/** How fast a run goes. */
export function speedSentences({ sample, latency, firstTokenP50 }: RunSnapshot): string[] {
  if (sample === null) return ['Speed not known yet.'];
  const { callsPerSecond, tokensPerSecond } = sample;
  const out = [
    sentence(`${rateWords(callsPerSecond)} and ${plural(tokensPerSecond, 'token')} a second`),
  ];
  if (latency.p50 === null) return out;
  out.push(
    sentence(
      listed([
        `half of the calls take ${timeWords(latency.p50)} or less`,
        `95 % ${timeWords(latency.p95)}`,
        `99 % ${timeWords(latency.p99)}`,
      ]),
    ),
  );
  if (firstTokenP50 !== null)
    out.push(sentence(`half of the first tokens come within ${timeWords(firstTokenP50)}`));
  return out;
}

/** `248 calls`, `0.4 calls`, `1 call`. */
export function rateWords(calls: number): string {
  return `${short(calls)} ${calls === 1 ? 'call' : 'calls'}`;
}

/** Calls in flight under what limits them, and what this process takes. */
export function limitsSentences(snapshot: RunSnapshot): string[] {
  const { inFlight, concurrency, totals, routes, sample } = snapshot;
  const out = [
    sentence(
      `${plural(inFlight, 'call')} in flight of ${count(concurrency)}, ${count(totals.peakInFlight)} at most so far`,
    ),
  ];
  for (const { info, adaptiveLimit, adaptiveCeiling } of routes) {
    if (adaptiveLimit === null) continue;
    const ceiling =
      adaptiveCeiling === null ? '' : `, its server refuses above about ${count(adaptiveCeiling)}`;
    out.push(sentence(`the limit of ${info.name} adapts, now ${count(adaptiveLimit)}${ceiling}`));
  }
  if (sample !== null)
    out.push(
      sentence(
        `this process takes ${Math.round(sample.cpuShare * 100)} % of a core and ${Math.round(sample.rssBytes / 1e6)} megabytes, ${plural(sample.openSockets, 'socket')} open`,
      ),
    );
  return out;
}
