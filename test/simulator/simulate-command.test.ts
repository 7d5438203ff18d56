import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { type SimulateOptions, simulateCommand } from '../../src/cli/simulate.ts';
import { simulateFlags } from '../../src/cli/simulate-flags.ts';
import { defaultConfig } from '../../src/simulator/config.ts';
import { chat, simulate } from './support.ts';

/** The command in a process of its own, as the operator runs it. */
async function start(options: SimulateOptions): Promise<{ process: ChildProcess; url: string }> {
  const source = new URL('../../src/cli/simulate.ts', import.meta.url);
  const script = `
    const { simulateCommand } = await import(${JSON.stringify(source.href)});
    process.exitCode = await simulateCommand(${JSON.stringify(options)}, process);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { process: child, url };
}

async function refusal(options: SimulateOptions): Promise<string> {
  let out = '';
  let told = '';
  const stdout = { write: (text: string) => (out += text) };
  const code = await simulateCommand(options, {
    stdout,
    stderr: { write: (text: string) => (told += text) },
  });
  expect(code).toBe(2);
  expect(out).toBe('');
  return told;
}

test.each(['SIGINT', 'SIGTERM'] as const)('it serves until %s and exits with 0', async (signal) => {
  const command = await start({ firstTokenMs: '0-5', outputTokens: '3', tokensPerSecond: '1000' });
  expect(command.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await chat(command)).status).toBe(200);
  let told = '';
  command.process.stderr?.on('data', (bytes) => (told += bytes));
  command.process.kill(signal);
  const [code] = await once(command.process, 'close');
  expect(code).toBe(0);
  expect(told).toContain('Calls served: 1; at once at most: 1; cut by the client: 0.');
});

test('every flag reaches the config', async () => {
  const { url } = await start({
    seed: '7',
    latencyMs: '2000',
    firstTokenMs: '10-20',
    tokensPerSecond: '99.5',
    outputTokens: '50',
    modelLoadMs: '70',
    modelPullMs: '80',
    runLifeMs: '9000',
    toolTurns: '3',
    parallelToolCalls: '2',
    requestsPerMinute: '600',
    tokensPerMinute: '90000',
    limitBurstSeconds: '10',
    maxConcurrent: '500',
    queueAbove: '4',
    faultRate: '0.2',
    fault: ['quota=0.1,truncated=0.1', 'trickle=0.05'],
    faultModel: 'gpt-5',
    faultFirstCalls: '9',
    faultRetryAfterMs: '250',
  });
  expect(await (await fetch(`${url}/__sim/config`)).json()).toEqual({
    seed: 7,
    latencyMs: 2000,
    firstTokenMs: { min: 10, max: 20 },
    tokensPerSecond: 99.5,
    outputTokens: 50,
    modelLoadMs: 70,
    modelPullMs: 80,
    runLifeMs: 9000,
    toolTurns: 3,
    parallelToolCalls: 2,
    requestsPerMinute: 600,
    tokensPerMinute: 90000,
    limitBurstSeconds: 10,
    maxConcurrent: 500,
    queueAbove: 4,
    faults: {
      rate: 0.2,
      shares: { quota: 0.1, truncated: 0.1, trickle: 0.05 },
      model: 'gpt-5',
      firstCalls: 9,
      retryAfterMs: 250,
    },
  });
});

test('there is a flag for every field of the config', () => {
  const fields = simulateFlags.map((flag) => flag.field);
  const { faults, ...plain } = defaultConfig;
  const wanted = [...Object.keys(plain), ...Object.keys(faults).map((name) => `faults.${name}`)];
  expect(wanted.filter((name) => !fields.includes(name))).toEqual([]);
});

test('a port in use is one sentence and exit 2', async () => {
  const port = new URL((await simulate()).url).port;
  expect(await refusal({ port })).toBe(
    `swarmdeck: Port ${port} of 127.0.0.1 is in use; give another with --port, or none for a free one.\n`,
  );
});

test.each<[SimulateOptions, string | RegExp]>([
  [{ port: 'http' }, '--port must be a number, not "http".\n'],
  [{ port: '70000' }, '--port must be a whole number from 0 to 65535, not "70000".\n'],
  [{ outputTokens: '5-2' }, /^swarmdeck: --output-tokens must be a range whose min/],
  [{ firstTokenMs: '1-2-3' }, '--first-token-ms must be a number, not "2-3".\n'],
  [{ faultRate: '1.5' }, '--fault-rate must be a number from 0 to 1, not 1.5.\n'],
  [{ fault: ['quota'] }, '--fault must be like server-error=0.1, not "quota".\n'],
  [{ fault: ['quot=1'] }, '--fault quot is not known to the simulator; did you mean quota?\n'],
  [
    { host: '203.0.113.7' },
    '203.0.113.7 is no address of this machine; give one with --host, such as 127.0.0.1.\n',
  ],
])('%j is refused in one sentence', async (options, sentence) => {
  expect(await refusal(options)).toMatch(sentence);
});
