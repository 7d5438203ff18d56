import { expect } from 'vitest';
import { HttpProvider } from '../../../src/providers/http-provider.ts';
import { reply, type Step, scriptedServer } from '../../helpers/scripted-server.ts';
import type { Case } from './case-table.ts';
import { headOf, patient, stageOf, tools, turn, turnOf, turnsOf } from './one-turn.ts';
import { gatewayPage, statuses, waits } from './refusals.ts';
import type { Said, Speaker } from './speaker.ts';

const answer = ['Grüße', ' aus', ' "Tromsø"', ' 🌊\n', ' and on'];
const said: Said = { pieces: answer, usage: { input: 8, cacheRead: 5, output: 4 } };
const call = { id: 'call_1', name: 'find_city', arguments: '{"name":"Tromsø"}' };

const isSse = ({ streamType }: Speaker) => streamType.startsWith('text/event-stream');
const sseOnly = (speaker: Speaker) => (isSse(speaker) ? null : 'not an event stream');
const toolsOnly = ({ takesNoTools }: Speaker) => (takesNoTools ? 'it takes no tools' : null);
const texts = (speaker: Speaker, of: Said = said) => {
  const { events, end } = speaker.stream(of);
  return [...events, ...end];
};
const streamed = (speaker: Speaker, body: string): Step[] => [headOf(speaker), body, 'END'];

async function expectAnswer(speaker: Speaker, main: Step[], hint = ''): Promise<void> {
  const [{ result, failure, deltas }] = await turnsOf(speaker, [main]);
  expect(failure, hint).toBeNull();
  expect(result?.text, hint).toBe(answer.join(''));
  expect(deltas.join(''), hint).toBe(answer.join(''));
}

export const cases: readonly Case<Speaker>[] = [
  {
    name: 'text',
    check: (speaker) => expectAnswer(speaker, streamed(speaker, texts(speaker).join(''))),
  },
  {
    name: 'usage',
    async check(speaker) {
      const [{ result }] = await turnsOf(speaker, [streamed(speaker, texts(speaker).join(''))]);
      expect(result?.usage).toEqual({
        inputTokens: speaker.tellsCache ? 8 : 13,
        cacheReadTokens: speaker.tellsCache ? 5 : 0,
        cacheWriteTokens: 0,
        outputTokens: 4,
        estimated: false,
      });
    },
  },
  {
    name: 'split at every byte',
    async check(speaker) {
      const bytes = Buffer.from(texts(speaker).join(''));
      const cuts = Array.from({ length: bytes.length - 1 }, (_, at) => at + 1);
      const mains = cuts.map((at): Step[] => [
        headOf(speaker),
        bytes.subarray(0, at),
        1,
        bytes.subarray(at),
        'END',
      ]);
      const traces = await turnsOf(speaker, mains);
      traces.forEach(({ result, failure }, index) => {
        expect(failure, `cut at byte ${cuts[index]}`).toBeNull();
        expect(result?.text, `cut at byte ${cuts[index]}`).toBe(answer.join(''));
      });
    },
  },
  {
    name: 'a byte at a time',
    check: (speaker) =>
      expectAnswer(speaker, [
        headOf(speaker),
        ...[...Buffer.from(texts(speaker).join(''))].map((byte) => Buffer.from([byte])),
        'END',
      ]),
  },
  {
    name: 'CRLF',
    check: (speaker) =>
      expectAnswer(speaker, streamed(speaker, texts(speaker).join('').replaceAll('\n', '\r\n'))),
  },
  {
    name: 'comments',
    notFor: sseOnly,
    check: (speaker) =>
      expectAnswer(
        speaker,
        streamed(
          speaker,
          texts(speaker)
            .map((event) => `: keep-alive\n\n${event}`)
            .join(''),
        ),
      ),
  },
  {
    name: 'an event a write',
    check: (speaker) =>
      expectAnswer(speaker, [
        headOf(speaker),
        ...texts(speaker).flatMap((event): Step[] => [event, 1]),
        'END',
      ]),
  },
  {
    name: 'empty events',
    notFor: ({ emptyEvent }) => (emptyEvent === undefined ? 'it has none' : null),
    check: (speaker) =>
      expectAnswer(speaker, streamed(speaker, texts(speaker).join(speaker.emptyEvent ?? ''))),
  },
  {
    name: 'not streamed',
    notFor: ({ whole }) => (whole === undefined ? 'it always streams' : null),
    check: (speaker) =>
      expectAnswer(
        speaker,
        reply(200, { 'content-type': 'application/json' }, speaker.whole?.(said) ?? ''),
      ),
  },
  {
    name: 'tools',
    notFor: toolsOnly,
    async check(speaker) {
      const calls = [call, { ...call, id: 'call_2', arguments: '{"name":"Oslo"}' }];
      const body = texts(speaker, { ...said, pieces: [], toolCalls: calls }).join('');
      const [{ result, failure }] = await turnsOf(speaker, [streamed(speaker, body)], {
        turn: { ...turn, tools },
      });
      expect(failure).toBeNull();
      expect(result?.toolCalls?.map(({ name }) => name)).toEqual(['find_city', 'find_city']);
      expect(result?.toolCalls?.map((one) => JSON.parse(one.arguments))).toEqual([
        { name: 'Tromsø' },
        { name: 'Oslo' },
      ]);
      expect(new Set(result?.toolCalls?.map(({ id }) => id)).size).toBe(2);
    },
  },
  {
    name: 'tools, bad JSON',
    notFor: (speaker) =>
      toolsOnly(speaker) ?? (speaker.argumentsAreText ? null : 'arguments are no text'),
    async check(speaker) {
      const broken = { ...call, arguments: '{"name":"Trom' };
      const body = texts(speaker, { ...said, pieces: [], toolCalls: [broken] }).join('');
      const [{ result }] = await turnsOf(speaker, [streamed(speaker, body)], {
        turn: { ...turn, tools },
      });
      expect(result?.toolCalls).toMatchObject([{ name: 'find_city', arguments: '{"name":"Trom' }]);
    },
  },
  {
    name: 'no usage',
    async check(speaker) {
      const body = texts(speaker, { ...said, usage: null }).join('');
      const [{ result }] = await turnsOf(speaker, [streamed(speaker, body)]);
      expect(result?.text).toBe(answer.join(''));
      expect(result?.usage?.estimated).toBe(true);
      expect(result?.usage?.outputTokens).toBeGreaterThan(0);
    },
  },
  {
    name: 'zero usage',
    async check(speaker) {
      const usage = { input: 0, cacheRead: 0, output: 0 };
      const [{ result }] = await turnsOf(speaker, [
        streamed(speaker, texts(speaker, { ...said, usage }).join('')),
      ]);
      expect(result?.usage).toMatchObject({ inputTokens: 0, outputTokens: 0, estimated: false });
    },
  },
  {
    name: 'error in the stream',
    async check(speaker) {
      const { events } = speaker.stream(said);
      const body = events.slice(0, 3).join('') + speaker.errorEvent('too much to do');
      const [{ result, failure }] = await turnsOf(speaker, [streamed(speaker, body)]);
      expect(result).toBeNull();
      expect(failure).toMatchObject({ class: 'overloaded', uncertain: true });
      expect(failure?.message).toContain('too much to do');
    },
  },
  {
    name: 'truncated',
    async check(speaker) {
      const { events } = speaker.stream(said);
      const mains = events.map((_, n) => streamed(speaker, events.slice(0, n + 1).join('')));
      for (const { result, failure } of await turnsOf(speaker, [streamed(speaker, ''), ...mains])) {
        expect(result).toBeNull();
        expect(failure).toMatchObject({ class: 'truncated', uncertain: true });
      }
    },
  },
  {
    name: 'reset in the middle',
    async check(speaker) {
      const { events } = speaker.stream(said);
      const head = headOf(speaker).replace('connection: close', 'content-length: 100000');
      const main: Step[] = [head, events.join(''), 10, 'RESET'];
      const [{ result, failure }] = await turnsOf(speaker, [main]);
      expect(result).toBeNull();
      expect(failure).toMatchObject({ class: 'network', uncertain: true });
    },
  },
  ...statuses.map(
    ([status, failureClass]): Case<Speaker> => ({
      name: String(status),
      async check(speaker) {
        const body = speaker.errorBody(status, 'not like this');
        const [{ failure }] = await turnsOf(speaker, [
          reply(status, { 'content-type': 'application/json' }, body),
        ]);
        expect(failure).toMatchObject({ class: failureClass, status });
        expect(failure?.message).toContain('not like this');
      },
    }),
  ),
  {
    name: '502 HTML',
    async check(speaker) {
      const [{ failure }] = await turnsOf(speaker, [
        reply(502, { 'content-type': 'text/html' }, gatewayPage),
      ]);
      expect(failure).toMatchObject({ class: 'server', status: 502 });
      expect(failure?.message).not.toContain('<');
    },
  },
  {
    name: 'retry headers',
    async check(speaker) {
      const body = speaker.errorBody(429, 'too fast');
      const mains = waits.map(([headers]) =>
        reply(429, { 'content-type': 'application/json', ...headers }, body),
      );
      const traces = await turnsOf(speaker, mains);
      for (const [index, { failure }] of traces.entries())
        expect(failure).toMatchObject({ class: 'rate-limited', retryAfterMs: waits[index][1] });
      const date = new Date(Date.now() + 5_000).toUTCString();
      const [{ failure }] = await turnsOf(speaker, [reply(429, { 'retry-after': date }, body)]);
      expect(failure?.retryAfterMs).toBeGreaterThan(2_000);
      expect(failure?.retryAfterMs).toBeLessThanOrEqual(5_500);
    },
  },
  {
    name: 'hangs while it connects',
    async check(speaker) {
      // It takes the connection, and never says a word of TLS.
      const server = await scriptedServer(['HANG']);
      const baseUrl = server.url.replace('http:', 'https:');
      const provider = new HttpProvider({
        protocol: speaker.protocol(baseUrl),
        baseUrl,
        pool: 1,
        http2: false,
        timeouts: { ...patient, connectSeconds: 0.2 },
      });
      const { failure } = await turnOf(provider, turn);
      expect(failure).toMatchObject({ class: 'timeout', uncertain: false });
      await provider.close();
      await server.close();
    },
  },
  {
    name: 'hangs before its head',
    async check(speaker) {
      const [{ failure }] = await turnsOf(speaker, [['HANG']], {
        timeouts: { firstTokenSeconds: 0.2 },
      });
      expect(failure).toMatchObject({ class: 'timeout', uncertain: true });
    },
  },
  {
    name: 'hangs before its first token',
    async check(speaker) {
      const [{ failure }] = await turnsOf(speaker, [[headOf(speaker), 'HANG']], {
        timeouts: { firstTokenSeconds: 0.2 },
      });
      expect(failure).toMatchObject({ class: 'timeout', uncertain: true });
    },
  },
  {
    name: 'hangs between two',
    async check(speaker) {
      const body = speaker.stream(said).events.slice(0, 3).join('');
      const [{ failure }] = await turnsOf(speaker, [[headOf(speaker), body, 'HANG']], {
        timeouts: { idleSeconds: 0.2 },
      });
      expect(failure).toMatchObject({ class: 'timeout', uncertain: true });
    },
  },
  {
    name: 'cancel closes the socket',
    async check(speaker) {
      const body = speaker.stream(said).events.slice(0, 3).join('');
      const stage = await stageOf(speaker, [[headOf(speaker), body, 'HANG']]);
      const { failure } = await turnOf(stage.provider, turn, (active) =>
        active.abort('cancelled', 'by a test'),
      );
      expect(failure).toMatchObject({ class: 'cancelled', uncertain: true });
      await expect.poll(() => stage.server.openSockets()).toBe(0);
      await stage.close();
    },
  },
];
