import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { WorkingDirectory } from '../helpers/command-line.ts';
import { proxyServer } from '../helpers/proxy-server.ts';
import { tlsServer } from '../helpers/tls-server.ts';
import { simulate } from '../simulator/support.ts';

// `models.test` is no host: only the proxy knows a way there.

let directory: WorkingDirectory;
beforeEach(() => {
  directory = new WorkingDirectory();
});
afterEach(() => directory.clear());

const run = (url: string) => [
  'run',
  '--prompt',
  'Hello?',
  '--repeat',
  '6',
  '--base-url',
  url,
  '--out',
  'out',
];

async function proxyTo(url: string) {
  const proxy = await proxyServer({ leadsTo: Number(new URL(url).port) });
  onTestFinished(() => proxy.close());
  return proxy;
}

test('a run reaches an https service through HTTPS_PROXY, and tells nobody its password', async () => {
  const server = await tlsServer(
    'data: {"choices":[{"index":0,"delta":{"content":"Through."},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
  );
  onTestFinished(() => server.close());
  const proxy = await proxyTo(server.url);
  const { code, stderr, stdout } = await directory.run(run('https://models.test/v1'), {
    HTTPS_PROXY: proxy.url.replace('://', '://me:p-secret@'),
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    OPENAI_API_KEY: 'k',
  });
  expect(code, stderr).toBe(0);
  expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT models.test:443']));
  expect(new Set(proxy.credentials)).toEqual(new Set([`Basic ${btoa('me:p-secret')}`]));
  const results = directory.lines('out/results.jsonl');
  expect(results.map(({ text }) => text)).toEqual(Array(6).fill('Through.'));
  expect(stdout + stderr + directory.read('out/run.json')).not.toContain('p-secret');
});

test('a plain service goes by HTTP_PROXY, but for the hosts of NO_PROXY', async () => {
  const simulator = await simulate({ firstTokenMs: 0, outputTokens: 3 });
  const proxy = await proxyTo(simulator.url);
  const environment = { HTTP_PROXY: proxy.url };
  const { code, stderr } = await directory.run(run('http://models.test/v1'), environment);
  expect(code, stderr).toBe(0);
  expect(proxy.asked).toHaveLength(6);

  const direct = await directory.run(
    ['run', '--prompt', 'Hi', '--base-url', simulator.url],
    environment,
  );
  expect(direct.code, direct.stderr).toBe(0);
  expect(proxy.asked).toHaveLength(6);

  const excepted = await directory.run(
    [...run('http://models.test/v1').slice(0, -1), 'other', '--retries', '0'],
    { ...environment, NO_PROXY: '.test' },
  );
  expect(excepted.code).not.toBe(0);
  expect(proxy.asked).toHaveLength(6);
});
