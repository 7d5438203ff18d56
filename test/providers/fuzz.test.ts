import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TurnFailure, TurnResult } from '../../src/providers/provider.ts';
import { streamReader } from '../../src/providers/stream-reader.ts';
import { turn } from './behaviour/one-turn.ts';
import type { Said, Speaker } from './behaviour/speaker.ts';
import { speakers } from './behaviour/speakers/speakers.ts';
import { bentJson } from './bent-json.ts';

// Readers are fed with what no server should send. They may fail, and never crash, end twice, or take
// for an answer what has no end marker.

const runs = 300;

interface Ended {
  readonly text: string;
  readonly results: readonly TurnResult[];
  readonly failures: readonly TurnFailure[];
}

/** Reads pieces of a stream as `HttpCall` does, to its end. */
function read(speaker: Speaker, pieces: readonly Buffer[]): Ended {
  const results: TurnResult[] = [];
  const failures: TurnFailure[] = [];
  let text = '';
  const reader = speaker.protocol('http://127.0.0.1/v1').reader(turn, {
    delta: (more) => (text += more),
    done: (result) => results.push(result),
    failed: (failure) => failures.push(failure),
  });
  const stream = streamReader(speaker.streamType, reader);
  for (const piece of pieces) stream?.write(piece);
  stream?.end();
  reader.streamEnd();
  return { text, results, failures };
}

/** The bytes cut wherever the numbers say. */
function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  const places = [...new Set(at.map((share) => Math.floor(share * bytes.length)))].sort(
    (a, b) => a - b,
  );
  return [0, ...places].map((from, index) => bytes.subarray(from, places[index]));
}

/** How often the call ends that gets this whole reply. */
function endsOf(speaker: Speaker, body: string): number {
  let ends = 0;
  const reader = speaker.protocol('http://127.0.0.1/v1').reader(turn, {
    delta() {},
    done: () => ends++,
    failed: () => ends++,
  });
  reader.body(body);
  return ends;
}

const call = { id: 'call_1', name: 'find_city', arguments: '{"name":"Oslo"}' };

/** What is no JSON stays. */
const bent = (json: string, place: number, value: unknown) =>
  json === '[DONE]' ? json : bentJson(json, place, value);

const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), {
  maxLength: 40,
});
const saids: fc.Arbitrary<Said> = fc.record({
  pieces: fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), { maxLength: 12 }),
  usage: fc.record({ input: fc.nat(99), cacheRead: fc.nat(9), output: fc.nat(99) }),
});
const rubbish = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  fc.json().map((json) => Buffer.from(`data: ${json}\n\n`)),
  fc
    .constantFrom('data: ', 'event: error\n', '\r', '\n\n', 'data: null\n\n', 'data: []\n\n')
    .map(Buffer.from),
);

for (const speaker of speakers)
  describe(speaker.name, () => {
    test('an answer is the same however the network cuts it', () => {
      fc.assert(
        fc.property(saids, shares, (said, at) => {
          const { events, end } = speaker.stream(said);
          const bytes = Buffer.from([...events, ...end].join(''));
          const { text, results, failures } = read(speaker, cut(bytes, at));
          expect(failures).toEqual([]);
          expect(results.map((result) => result.text)).toEqual([said.pieces.join('')]);
          expect(text).toBe(said.pieces.join(''));
        }),
        { numRuns: runs },
      );
    });

    test('what breaks off before its end is never an answer', () => {
      fc.assert(
        fc.property(
          saids,
          fc.double({ min: 0, max: 1, noNaN: true }),
          shares,
          (said, share, at) => {
            const { events } = speaker.stream(said);
            const all = Buffer.from(events.join(''));
            const bytes = all.subarray(0, Math.floor(share * all.length));
            const { results, failures } = read(speaker, cut(bytes, at));
            expect(results).toEqual([]);
            expect(failures).toHaveLength(1);
          },
        ),
        { numRuns: runs },
      );
    });

    test('rubbish before, between and behind is survived, and ends the call once', () => {
      fc.assert(
        fc.property(
          saids,
          fc.array(fc.tuple(fc.nat(30), rubbish), { maxLength: 8 }),
          (said, junk) => {
            const { events, end } = speaker.stream(said);
            const pieces = [...events, ...end].map((event) => Buffer.from(event));
            for (const [place, bytes] of junk) pieces.splice(place, 0, bytes);
            const { results, failures } = read(speaker, pieces);
            expect(results.length + failures.length).toBe(1);
          },
        ),
        { numRuns: runs },
      );
    });

    test('fields of any other type are survived, in a stream and in a whole reply', () => {
      fc.assert(
        fc.property(saids, fc.nat(), fc.nat(), fc.jsonValue(), (said, which, place, value) => {
          const { events, end } = speaker.stream({ ...said, toolCalls: [call] });
          const all = [...events, ...end];
          const at = which % all.length;
          all[at] = all[at].replace(/(?<=data: |^(?=\{))[^\n]*/, (json) =>
            bent(json, place, value),
          );
          const { results, failures } = read(
            speaker,
            all.map((event) => Buffer.from(event)),
          );
          expect(results.length + failures.length).toBe(1);
          const whole = speaker.whole?.({ ...said, toolCalls: [call] });
          if (whole !== undefined) expect(endsOf(speaker, bent(whole, place, value))).toBe(1);
        }),
        { numRuns: runs * 5 },
      );
    });

    test('bytes without any sense are a failure', () => {
      fc.assert(
        fc.property(fc.array(rubbish, { maxLength: 20 }), (pieces) => {
          const { results, failures } = read(speaker, pieces);
          expect(results).toEqual([]);
          expect(failures).toHaveLength(1);
        }),
        { numRuns: runs },
      );
    });

    test('a whole reply of any JSON ends the call once', () => {
      fc.assert(
        fc.property(fc.oneof(fc.json(), fc.string()), (body) => {
          expect(endsOf(speaker, body)).toBe(1);
        }),
        { numRuns: runs },
      );
    });
  });
