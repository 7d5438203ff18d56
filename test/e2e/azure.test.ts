import { expect, test } from 'vitest';
import { apart } from '../helpers/command-line.ts';
import { directory, eachTestOnSimulator, prompts, simulator } from './on-simulator.ts';

eachTestOnSimulator();

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
