import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { requestOf } from '../../src/providers/create-provider.ts';
import type { ActiveCall } from '../../src/providers/provider.ts';
import { httpHead, httpRequest } from '../helpers/as-http.ts';
import { oneCall, openAiProvider, turn } from '../helpers/one-call.ts';
import {
  reply,
  type ScriptedServer,
  type Step,
  scriptedServer,
  streamHead,
} from '../helpers/scripted-server.ts';

let server: ScriptedServer;
afterEach(() => server.close());

async function serve(...scripts: Step[][]): Promise<string> {
  server = await scriptedServer(...scripts);
  return server.url;
}

const chunk = (content: string) =>
  `data: {"choices":[{"index":0,"delta":{"content":${JSON.stringify(content)}}}]}\n\n`;
const end = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';

test('the answer so far can be read while it streams, and needs nobody who listens', async () => {
  const seen: string[] = [];
  const url = await serve([
    streamHead,
    chunk('Grüße'),
    10,
    chunk(' aus'),
    10,
    chunk(' 今日'),
    end,
    'END',
  ]);
  await oneCall(url, { onDelta: (call) => seen.push(call().partialText()) });
  expect(seen).toEqual(['Grüße', 'Grüße aus', 'Grüße aus 今日']);
});

test('a call tells its request with a name in place of the key, and the key is nowhere in it', async () => {
  const url = await serve([streamHead, chunk('a'), end, 'END']);
  let call: ActiveCall | null = null;
  await oneCall(url, {
    onDelta: (of) => {
      call = of();
    },
  });
  const raw = httpRequest((call as ActiveCall | null)?.rawRequest('$OPENAI_API_KEY'));
  expect(raw).toMatchObject({ method: 'POST', url: `${url}/chat/completions` });
  expect(raw.headers.authorization).toBe('Bearer $OPENAI_API_KEY');
  expect(JSON.stringify(raw)).not.toContain('k-test');
  expect(server.requests[0]).toContain('authorization: Bearer k-test');
  expect(raw.body).toBe(server.requests[0].split('\r\n\r\n')[1]);
});

test('the head of the reply is known from when it came, and stays known', async () => {
  const heads: (number | null)[] = [];
  const url = await serve([
    50,
    'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-request-id: r7\r\nconnection: close\r\n\r\n',
    chunk('a'),
    end,
    'END',
  ]);
  const provider = openAiProvider(url);
  const ended = Promise.withResolvers<void>();
  const call = provider.call(turn, {
    sent: () => heads.push(httpHead(call.replyHead())?.status ?? null),
    delta: () => heads.push(httpHead(call.replyHead())?.status ?? null),
    done: () => ended.resolve(),
    failed: () => ended.resolve(),
  });
  await ended.promise;
  expect(heads).toEqual([null, 200]);
  expect(httpHead(call.replyHead())?.headers['x-request-id']).toBe('r7');
  await provider.close();
});

test('who listens gets the bytes from then on, decompressed, and no more once it has stopped', async () => {
  const body = JSON.stringify({ choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }] });
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  const url = await serve(reply(200, headers, gzipSync(body)), [
    streamHead,
    chunk('first'),
    20,
    chunk('second'),
    20,
    chunk('third'),
    end,
    'END',
  ]);
  const provider = openAiProvider(url);
  const listened = async (from: number, to: number) => {
    let text = '';
    let deltas = 0;
    await new Promise<void>((resolve) => {
      const call = provider.call(turn, {
        sent: () =>
          from === 0 &&
          call.listen((bytes) => {
            text += bytes.toString('utf8');
          }),
        delta: () => {
          deltas++;
          if (deltas === from)
            call.listen((bytes) => {
              text += bytes.toString('utf8');
            });
          if (deltas === to) call.listen(null);
        },
        done: () => resolve(),
        failed: () => resolve(),
      });
    });
    return text;
  };
  expect(await listened(0, 9)).toBe(body);
  const later = await listened(1, 2);
  expect(later).toContain('second');
  expect(later).not.toMatch(/first|third/);
  await provider.close();
});

test('a request that was never sent from here is made anew, with a name for its key or without one', async () => {
  server = await scriptedServer([]);
  const baseUrl = 'https://api.openai.com/v1';
  const withKey = requestOf(
    { provider: 'openai', model: 'm' },
    { baseUrl, key: '$KEY_EAST' },
    { ...turn, maxOutputTokens: 9 },
  );
  expect(withKey.url).toBe('https://api.openai.com/v1/chat/completions');
  expect(withKey.headers.authorization).toBe('Bearer $KEY_EAST');
  expect(JSON.parse(withKey.body)).toMatchObject({ model: 'm', max_completion_tokens: 9 });
  const simulator = { provider: 'simulator', model: 'm' };
  const without = requestOf(simulator, { baseUrl: server.url, key: null }, turn);
  expect(without.headers).not.toHaveProperty('authorization');
});
