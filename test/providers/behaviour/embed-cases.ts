import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { reply, type Step } from '../../helpers/scripted-server.ts';
import type { Case } from './case-table.ts';
import { type Embedder, texts, embedTurn as turn } from './embedder.ts';
import { stageOf, type TurnTrace, turnOf, turnsOf } from './one-turn.ts';
import { gatewayPage, statuses, waits } from './refusals.ts';

// All of them are whole as they are in single precision.
const vectors = [
  [0.5, -1.25, 3],
  [0, 1e-3, -4],
  [2 ** -24, 7, 0.75],
].map((vector) => [...Float32Array.from(vector)]);

const json = { 'content-type': 'application/json' };
const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const bodyOf = (embedder: Embedder, of: readonly unknown[] = vectors, input: number | null = 9) =>
  JSON.stringify(embedder.reply({ vectors: of, input }));
const whole = (body: string | Buffer, headers = {}): Step[] =>
  reply(200, { ...json, ...headers }, body);

async function traceOf(embedder: Embedder, main: Step[]): Promise<TurnTrace> {
  const [trace] = await turnsOf(embedder, [main], { turn });
  return trace;
}

function expectVectors({ result, failure, deltas }: TurnTrace, hint = ''): void {
  expect(failure, hint).toBeNull();
  expect(result, hint).toMatchObject({ text: '', finishReason: 'stop' });
  expect(result?.toolCalls, hint).toBeUndefined();
  expect(
    result?.embeddings?.map((vector) => [...vector]),
    hint,
  ).toEqual(vectors);
  expect(deltas, hint).toEqual([]);
}

function expectNone({ result, failure }: TurnTrace, hint: string): void {
  expect(result, hint).toBeNull();
  expect(failure, hint).toMatchObject({ class: 'truncated', uncertain: true });
}

/** None of these makes a vector of the second text. */
const wrongVectors: readonly unknown[] = [
  [],
  null,
  7,
  { 0: 1 },
  'no base64',
  [1, null, 3],
  [1, '2', 3],
  [1, [2], 3],
  // Finite where it comes from, and not in single precision.
  [1, 1e39, 3],
  // Of another length than the others.
  [1, 2],
];

const inputOnly = (inputTokens: number, estimated = false) => ({
  inputTokens,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  estimated,
});

export const embedCases: readonly Case<Embedder>[] = [
  {
    name: 'vectors',
    async check(embedder) {
      const stage = await stageOf(embedder, [whole(bodyOf(embedder))]);
      expectVectors(await turnOf(stage.provider, turn));
      const [request] = stage.server.requests.map((bytes) =>
        Buffer.from(bytes, 'latin1').toString(),
      );
      expect(request.split(' ', 2)).toEqual(['POST', embedder.path]);
      expect(request).toContain('k-test');
      expect(embedder.asked(request.split('\r\n\r\n')[1])).toEqual(texts);
      await stage.close();
    },
  },
  {
    name: 'usage',
    async check(embedder) {
      const { result } = await traceOf(embedder, whole(bodyOf(embedder)));
      expect(result?.usage).toEqual(inputOnly(9));
    },
  },
  {
    name: 'no usage',
    async check(embedder) {
      const { result } = await traceOf(embedder, whole(bodyOf(embedder, vectors, null)));
      expect(result?.usage).toEqual(inputOnly(Math.ceil(texts.join('').length / 4), true));
    },
  },
  {
    name: 'zero usage',
    async check(embedder) {
      const { result } = await traceOf(embedder, whole(bodyOf(embedder, vectors, 0)));
      expect(result?.usage).toEqual(inputOnly(0));
    },
  },
  {
    name: 'split at every byte',
    async check(embedder) {
      const bytes = Buffer.from(bodyOf(embedder));
      const mains = [...bytes.keys()].map((at): Step[] => [
        `${head}connection: close\r\n\r\n`,
        bytes.subarray(0, at),
        1,
        bytes.subarray(at),
        'END',
      ]);
      const traces = await turnsOf(embedder, mains, { turn });
      for (const [at, trace] of traces.entries()) expectVectors(trace, `cut at byte ${at}`);
    },
  },
  {
    name: 'gzip',
    async check(embedder) {
      const body = gzipSync(bodyOf(embedder));
      expectVectors(await traceOf(embedder, whole(body, { 'content-encoding': 'gzip' })));
    },
  },
  {
    name: 'wrong number of vectors',
    async check(embedder) {
      for (const some of [[], vectors.slice(0, 2), [...vectors, vectors[0]]]) {
        const trace = await traceOf(embedder, whole(bodyOf(embedder, some)));
        expectNone(trace, `${some.length} vectors`);
        expect(trace.failure?.message).toContain(`${some.length} vectors came for 3 texts`);
      }
    },
  },
  {
    name: 'what is no vector',
    async check(embedder) {
      const bodies = wrongVectors.map((wrong) => bodyOf(embedder, [vectors[0], wrong, vectors[2]]));
      const traces = await turnsOf(
        embedder,
        // Too large for any number.
        [...bodies, bodyOf(embedder).replace('1.25', '1e999')].map((body) => whole(body)),
        { turn },
      );
      for (const [at, trace] of traces.entries()) expectNone(trace, `wrong vector ${at}`);
    },
  },
  {
    name: 'another form',
    async check(embedder) {
      for (const body of ['{}', '[]', 'null', '7', '"vectors"', '{"data":[null,null,null]}'])
        expectNone(await traceOf(embedder, whole(body)), body);
      const asStream = `data: ${bodyOf(embedder)}\n\n`;
      const trace = await traceOf(
        embedder,
        reply(200, { 'content-type': 'text/event-stream' }, asStream),
      );
      expectNone(trace, 'a stream');
    },
  },
  {
    name: 'error in a 200',
    async check(embedder) {
      const { result, failure } = await traceOf(embedder, whole(embedder.errorInside('too much')));
      expect(result).toBeNull();
      expect(failure).toMatchObject({ class: 'overloaded', uncertain: true });
      expect(failure?.message).toContain('too much');
    },
  },
  {
    name: 'truncated',
    async check(embedder) {
      const body = bodyOf(embedder);
      const mains = [...body].map((_, at) => whole(body.slice(0, at)));
      const traces = await turnsOf(embedder, mains, { turn });
      for (const [at, trace] of traces.entries()) expectNone(trace, `ended at ${at}`);
    },
  },
  {
    name: 'reset in the middle',
    async check(embedder) {
      const half = bodyOf(embedder).slice(0, 40);
      const main: Step[] = [`${head}content-length: 100000\r\n\r\n`, half, 10, 'RESET'];
      const { result, failure } = await traceOf(embedder, main);
      expect(result).toBeNull();
      expect(failure).toMatchObject({ class: 'network', uncertain: true });
    },
  },
  ...statuses.map(
    ([status, failureClass]): Case<Embedder> => ({
      name: String(status),
      async check(embedder) {
        const body = embedder.errorBody(status, 'not like this');
        const { failure } = await traceOf(embedder, reply(status, json, body));
        expect(failure).toMatchObject({ class: failureClass, status });
        expect(failure?.message).toContain('not like this');
      },
    }),
  ),
  {
    name: '502 HTML',
    async check(embedder) {
      const main = reply(502, { 'content-type': 'text/html' }, gatewayPage);
      const { failure } = await traceOf(embedder, main);
      expect(failure).toMatchObject({ class: 'server', status: 502 });
      expect(failure?.message).not.toContain('<');
    },
  },
  {
    name: 'retry headers',
    async check(embedder) {
      const body = embedder.errorBody(429, 'too fast');
      const mains = waits.map(([headers]) => reply(429, { ...json, ...headers }, body));
      const traces = await turnsOf(embedder, mains, { turn });
      for (const [index, { failure }] of traces.entries())
        expect(failure).toMatchObject({ class: 'rate-limited', retryAfterMs: waits[index][1] });
    },
  },
  {
    name: 'hangs before its head, or after half',
    async check(embedder) {
      const half: Step[] = [`${head}\r\n`, bodyOf(embedder).slice(0, 40), 'HANG'];
      const traces = await turnsOf(embedder, [['HANG'], half], {
        turn,
        timeouts: { firstTokenSeconds: 0.2 },
      });
      for (const { failure } of traces)
        expect(failure).toMatchObject({ class: 'timeout', uncertain: true });
    },
  },
  {
    name: 'cancel closes the socket',
    async check(embedder) {
      const half = bodyOf(embedder).slice(0, 40);
      const stage = await stageOf(embedder, [[`${head}\r\n`, half, 'HANG']]);
      const { failure } = await turnOf(stage.provider, turn, undefined, (call) =>
        call.listen(() => call.abort('cancelled', 'by a test')),
      );
      expect(failure).toMatchObject({ class: 'cancelled', uncertain: true });
      await expect.poll(() => stage.server.openSockets()).toBe(0);
      await stage.close();
    },
  },
  {
    name: 'shown without its key',
    async check(embedder) {
      const stage = await stageOf(embedder, [whole(bodyOf(embedder))]);
      let shown = '';
      await turnOf(stage.provider, turn, undefined, (call) => {
        shown = JSON.stringify(call.rawRequest('$KEY'));
      });
      expect(shown).toContain('$KEY');
      expect(shown).not.toContain('k-test');
      const { url, body } = JSON.parse(shown);
      expect(url).toBe(new URL(stage.server.url).origin + embedder.path);
      expect(embedder.asked(body)).toEqual(texts);
      await stage.close();
    },
  },
];
