import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { apart } from '../helpers/command-line.ts';
import { http2Front } from '../helpers/http2-front.ts';
import { directory, eachTestOnSimulator, prompts, simulator } from './on-simulator.ts';

eachTestOnSimulator();

/** Of what speaks HTTP/2 before the simulator. */
const certificate = fileURLToPath(
  new URL('../helpers/certificate/certificate.pem', import.meta.url),
);

const args = (file: string) => [
  'run',
  '--provider',
  'azure-agents',
  '--prompts',
  file,
  '--agents',
  '20',
  '--out',
  'out',
  '--ui',
  'json',
];
const project = (more: Record<string, string> = {}) => ({
  PROJECT_ENDPOINT: `${simulator.url}/api/projects/p`,
  PROJECT_API_KEY: 'k',
  AGENT_ID_KAOZ: 'asst_1',
  ...more,
});
const asked = (what: RegExp) =>
  simulator.record().calls.filter(({ method, path }) => what.test(`${method} ${path}`)).length;

test('a stop cancels every run at the service, and no token comes after it', async () => {
  simulator.configure({ latencyMs: 60_000, firstTokenMs: 20, outputTokens: 3_000 });
  const run = directory.start(args(prompts(40)), project());
  await run.says((output) => output.split('call.streaming').length > 20);
  run.child.kill('SIGINT');
  await apart();
  run.child.kill('SIGINT');
  const { code, stdout } = await run.ended;
  expect(code).toBe(130);
  const proof = stdout
    .split('\n')
    .filter((line) => line.includes('"stop.proven"'))
    .map((line) => JSON.parse(line));
  expect(proof).toMatchObject([{ callsCut: 20, tokensAfter: 0 }]);
  expect(asked(/POST .*\/runs$/)).toBe(20);
  expect(asked(/POST .*\/cancel$/)).toBe(20);
  expect(asked(/DELETE .*\/threads\//)).toBe(20);
});

test('over HTTP/2 a swarm of both kinds is stopped at the service, and gone on with to its end', async () => {
  const front = await http2Front(simulator.url);
  onTestFinished(() => front.close());
  const environment = project({
    PROJECT_ENDPOINT: `${new URL(front.url).origin}/api/projects/p`,
    AGENT_ID_ORDER: 'order',
    NODE_EXTRA_CA_CERTS: certificate,
  });
  simulator.configure({ latencyMs: 60_000, firstTokenMs: 20, outputTokens: 3_000 });
  const run = directory.start([...args(prompts(40)), '--set', 'http2=true'], environment);
  await run.says((output) => output.split('call.streaming').length > 20);
  run.child.kill('SIGINT');
  await apart();
  run.child.kill('SIGINT');
  const { code, stdout } = await run.ended;
  expect(code).toBe(130);
  expect(stdout).toMatch(/"type":"stop\.proven".*"callsCut":20,.*"tokensAfter":0/);
  const runs = asked(/POST .*\/runs$/);
  expect(asked(/POST .*\/responses$/)).toBe(20 - runs);
  expect(asked(/POST .*\/cancel$/)).toBe(runs);
  expect(asked(/DELETE .*\/threads\//)).toBe(runs);
  await expect.poll(() => simulator.record().totals.aborted).toBe(20);
  await expect.poll(() => front.openSessions()).toBe(0);

  simulator.configure({ latencyMs: 20, outputTokens: 5 });
  const resumed = await directory.run(['resume', 'out'], environment);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(directory.lines('out/results.jsonl').map(({ status }) => status)).toEqual(
    Array(40).fill('done'),
  );
});

test('limits that show inside a 200 are waited out and tried again, until all is done', async () => {
  simulator.configure({
    faults: { shares: { 'rate-limited-inside': 1 }, firstCalls: 10, retryAfterMs: 1_000 },
  });
  const { code, stdout } = await directory.run(
    args(prompts(20)),
    project({ AGENT_ID_ORDER: 'order' }),
  );
  expect(code).toBe(0);
  const retries = stdout
    .split('\n')
    .filter((line) => line.includes('"task.retrying"'))
    .map((line) => JSON.parse(line));
  expect(retries).toHaveLength(10);
  for (const retry of retries) {
    expect(retry).toMatchObject({ class: 'rate-limited', status: 429, uncertain: false });
    expect(retry.waitMs).toBeGreaterThanOrEqual(1_000);
  }
});

test('without a key and nobody signed in, one sentence says what to do', async () => {
  const { code, stdout } = await directory.run([...args(prompts(1)), '--retries', '0'], {
    ...project(),
    PROJECT_API_KEY: '',
    AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
  });
  expect(code).not.toBe(0);
  expect(stdout).toMatch(
    /no token from Entra ID: [^"]+; sign in with az login, or set PROJECT_API_KEY"/,
  );
  expect(simulator.record().totals.calls).toBe(0);
});
