import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TurnFailure, TurnResult } from '../../src/providers/provider.ts';
import type { WireOperation } from '../../src/providers/wire-protocol.ts';
import { type Embedder, embedTurn } from './behaviour/embedder.ts';
import { embedders } from './behaviour/embedders.ts';
import { bentJson } from './bent-json.ts';

// Readers of vectors are fed with what no server should send. They may fail, and never crash, end
// twice, or give anything but a vector of numbers for each text.

const runs = 300;

interface Ended {
  readonly results: readonly TurnResult[];
  readonly failures: readonly TurnFailure[];
}

function read(embedder: Embedder, body: string, texts: readonly string[]): Ended {
  const results: TurnResult[] = [];
  const failures: TurnFailure[] = [];
  const operation = embedder.protocol('http://127.0.0.1/v1').embeddings as WireOperation;
  const reader = operation.reader(
    { ...embedTurn, texts },
    {
      delta: () => expect.unreachable('vectors have no text'),
      done: (result) => results.push(result),
      failed: (failure) => failures.push(failure),
    },
  );
  reader.body(body);
  reader.streamEnd();
  return { results, failures };
}

/** It ended once, and where it ended well there is a vector of numbers for each text. */
function expectOneEnd({ results, failures }: Ended, texts: readonly string[]): void {
  expect(results.length + failures.length).toBe(1);
  for (const { embeddings = [], usage } of results) {
    expect(embeddings).toHaveLength(texts.length);
    for (const vector of embeddings) {
      expect(vector.length).toBe(embeddings[0].length);
      expect(vector.length).toBeGreaterThan(0);
      expect(vector.every(Number.isFinite)).toBe(true);
    }
    expect(Number.isFinite(usage?.inputTokens)).toBe(true);
  }
}

const texts = fc.array(fc.string(), { minLength: 1, maxLength: 5 });
/** For each text, and none is longer than another. */
const said = texts.chain((of) =>
  fc.record({
    of: fc.constant(of),
    vectors: fc.integer({ min: 1, max: 6 }).chain((length) =>
      fc.array(
        fc.array(
          fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
          {
            minLength: length,
            maxLength: length,
          },
        ),
        { minLength: of.length, maxLength: of.length },
      ),
    ),
    input: fc.option(fc.nat(999)),
  }),
);

/** One for each form of a reply. */
const forms = embedders.filter(({ name }) => ['openai', 'gemini', 'ollama'].includes(name));

describe.each(forms)('$name', (embedder) => {
  test('vectors are what was sent', () => {
    fc.assert(
      fc.property(said, ({ of, vectors, input }) => {
        const { results, failures } = read(
          embedder,
          JSON.stringify(embedder.reply({ vectors, input })),
          of,
        );
        expect(failures).toEqual([]);
        const [{ embeddings, usage }] = results;
        expect(embeddings?.map((vector) => [...vector])).toEqual(vectors);
        expect(usage).toMatchObject({ outputTokens: 0, estimated: input === null });
      }),
      { numRuns: runs },
    );
  });

  test('what breaks off is none', () => {
    fc.assert(
      fc.property(said, fc.double({ min: 0, max: 0.999, noNaN: true }), (one, share) => {
        const body = JSON.stringify(embedder.reply(one));
        const { results, failures } = read(
          embedder,
          body.slice(0, Math.floor(share * body.length)),
          one.of,
        );
        expect(results).toEqual([]);
        expect(failures).toHaveLength(1);
      }),
      { numRuns: runs },
    );
  });

  test('another number of vectors than of texts is none', () => {
    fc.assert(
      fc.property(said, texts, (one, others) => {
        fc.pre(one.of.length !== others.length);
        const { results } = read(embedder, JSON.stringify(embedder.reply(one)), others);
        expect(results).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  test('fields of any other type are survived', () => {
    fc.assert(
      fc.property(said, fc.nat(), fc.jsonValue(), (one, place, value) => {
        const body = bentJson(JSON.stringify(embedder.reply(one)), place, value);
        expectOneEnd(read(embedder, body, one.of), one.of);
      }),
      { numRuns: runs * 5 },
    );
  });

  test('any JSON, and what is none, ends the call once', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), texts, (body, of) => {
        const ended = read(embedder, body, of);
        expect(ended.results).toEqual([]);
        expect(ended.failures).toHaveLength(1);
      }),
      { numRuns: runs },
    );
  });

  test('a stream is none, whatever it says', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.json(), fc.string()), { maxLength: 6 }), (events) => {
        const failures: TurnFailure[] = [];
        const operation = embedder.protocol('http://127.0.0.1/v1').embeddings as WireOperation;
        const reader = operation.reader(embedTurn, {
          delta: () => expect.unreachable('vectors have no text'),
          done: () => expect.unreachable('a stream is no reply with vectors'),
          failed: (failure) => failures.push(failure),
        });
        for (const event of events) reader.event(event, '');
        reader.streamEnd();
        expect(failures).toHaveLength(1);
      }),
      { numRuns: runs },
    );
  });
});
