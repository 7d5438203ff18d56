import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startSimulatorThread } from '../../src/simulator/start-simulator-thread.ts';
import { chat, quick } from './support.ts';

const run = promisify(execFile);

test('the simulator serves from a thread of its own until it is stopped', async () => {
  const thread = await startSimulatorThread(quick);
  expect((await chat(thread)).status).toBe(200);
  const record = (await (await fetch(`${thread.url}/__sim/record`)).json()) as {
    totals: { calls: number };
  };
  expect(record.totals.calls).toBe(1);
  await thread.stop();
  await expect(fetch(thread.url)).rejects.toThrow();
});

test('a wrong config is refused by the thread as without one', async () => {
  await expect(startSimulatorThread({ queueAbove: 0 })).rejects.toThrow(
    'queueAbove must be a whole number from 1 to 1000000, not 0.',
  );
});

test('the thread does not keep the process alive', async () => {
  const source = new URL('../../src/simulator/start-simulator-thread.ts', import.meta.url);
  const script = `
    const { startSimulatorThread } = await import(${JSON.stringify(source.href)});
    console.log((await startSimulatorThread()).url);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
  expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
});
