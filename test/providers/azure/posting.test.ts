import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createProvider } from '../../../src/providers/create-provider.ts';
import type { ActiveCall, TurnFailure, TurnResult } from '../../../src/providers/provider.ts';
import { noLimits } from '../../../src/spec/defaults.ts';
import { patient } from '../behaviour/one-turn.ts';
import { turn } from './on-project.ts';

const said = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ role: 'user', content: `Chunk ${index}.` }));

/** A project that takes its time over posts, refuses one of them where it is told to, and notes what it was asked. */
async function slowProject(refused: string | null = null) {
  const asked: string[] = [];
  let posting = 0;
  let mostPosting = 0;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const what = `${request.method} ${request.url?.split('?')[0].split('/projects/p')[1]}`;
    asked.push(what);
    const isPost = what === 'POST /threads/t/messages';
    if (isPost) posting++;
    mostPosting = Math.max(mostPosting, posting);
    if (isPost) await sleep(20);
    if (isPost) posting--;
    const isRefused = isPost && refused !== null && body.includes(refused);
    response.writeHead(isRefused ? 500 : 200, { 'content-type': 'application/json' });
    const status = what.endsWith('/runs') ? { status: 'completed' } : {};
    const data = [{ role: 'assistant', content: [{ type: 'text', text: { value: 'Read.' } }] }];
    response.end(JSON.stringify({ id: 't', ...status, data }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const route = { name: 'x', provider: 'azure-agents', model: 'm', key: null, price: null };
  const provider = createProvider(
    {
      ...route,
      ...{ baseUrl: null, pool: 2, maxConnections: null, http2: false, gzip: false, ollama: null },
      limits: noLimits,
      agent: { id: 'asst_1', version: null, api: 'classic', keep: false, poll: true },
    },
    patient,
    {
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/projects/p`,
      key: 'k',
    },
  );
  onTestFinished(async () => {
    await provider.close();
    server.close();
  });
  const call = (messages: number, postsAtOnce?: number, onPost?: (call: ActiveCall) => void) =>
    new Promise<{ stages: string[]; end: TurnResult | TurnFailure }>((resolve) => {
      const stages: string[] = [];
      const more = postsAtOnce === undefined ? {} : { postsAtOnce };
      const active = provider.call(
        { ...turn, messages: said(messages), ...more },
        {
          sent() {},
          delta() {},
          stage(words) {
            stages.push(words);
            if (words.startsWith('posting batch 2')) onPost?.(active);
          },
          done: (end) => resolve({ stages, end }),
          failed: (end) => resolve({ stages, end }),
        },
      );
    });
  const posts = () => asked.filter((what) => what.endsWith('/messages') && what.startsWith('POST'));
  return { call, asked, posts, mostPosting: () => mostPosting };
}

test('messages that say their place are posted in batches, the first by itself', async () => {
  const { call, posts, mostPosting } = await slowProject();
  const { stages, end } = await call(8, 3);
  expect(end).toMatchObject({ text: 'Read.' });
  expect(stages).toEqual([
    'creating thread',
    'posting batch 1 of 4',
    'posting batch 2 of 4',
    'posting batch 3 of 4',
    'posting batch 4 of 4',
    'running',
    'collecting',
  ]);
  expect(posts()).toHaveLength(8);
  expect(mostPosting()).toBe(3);
});

test('of a large batch a few are under way at a time', async () => {
  const { call, posts, mostPosting } = await slowProject();
  await call(30, 100);
  expect(posts()).toHaveLength(30);
  expect(mostPosting()).toBe(8);
});

test('messages without a place of their own are posted one after the other', async () => {
  const { call, mostPosting } = await slowProject();
  await call(4);
  expect(mostPosting()).toBe(1);
});

test('a post that is refused ends the call, and its thread is deleted', async () => {
  const { call, asked, posts } = await slowProject('Chunk 3.');
  const { stages, end } = await call(40, 39);
  expect(end).toMatchObject({ class: 'server', status: 500, uncertain: false });
  expect(stages.at(-1)).toBe('posting batch 2 of 2');
  await expect.poll(() => asked.at(-1)).toBe('DELETE /threads/t');
  expect(posts().length).toBeLessThan(20);
});

test('a call that is cut while its posts are under way makes no more of them', async () => {
  const { call, asked, posts } = await slowProject();
  const { end } = await call(40, 39, (active) =>
    setTimeout(() => active.abort('cancelled', 'by a test'), 30),
  );
  expect(end).toMatchObject({ class: 'cancelled', uncertain: false });
  await expect.poll(() => asked.at(-1)).toBe('DELETE /threads/t');
  expect(posts().length).toBeLessThan(40);
});
