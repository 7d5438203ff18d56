import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import type { SimulatorRecord } from '../../src/simulator/record.ts';
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../src/simulator/start-simulator.ts';

/** As fast as it goes, and short: for tests that are not about time. */
export const quick: SimulatorOptions = {
  firstTokenMs: 0,
  tokensPerSecond: 100_000,
  outputTokens: 5,
};

/** A simulator that ends with the test. */
export async function simulate(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator(options);
  onTestFinished(() => simulator.stop());
  return simulator;
}

export function chatBody(more: object = {}): object {
  return {
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'What holds a nave up?' }],
    ...more,
  };
}

export function chat(
  simulator: { readonly url: string },
  more: object = {},
  init: RequestInit = {},
): Promise<Response> {
  return fetch(`${simulator.url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify(chatBody(more)),
    ...init,
  });
}

/** The data of every event of a stream, `[DONE]` as it is. */
export function events(text: string): string[] {
  return text
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => event.replace(/^data: /, ''));
}

/** Waits until the record is as wanted; the test's own timeout ends a wait in vain. */
export async function untilRecord(
  simulator: Simulator,
  wanted: (record: SimulatorRecord) => boolean,
): Promise<SimulatorRecord> {
  for (;;) {
    const record = simulator.record();
    if (wanted(record)) return record;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Sends the pieces one by one over a socket, and gives all that came until `end` shows or it closed. */
export function sendRaw(url: string, pieces: readonly string[], end: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let received = '';
    const finish = () => {
      socket.destroy();
      resolve(received);
    };
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
      if (received.includes(end)) finish();
    });
    socket.on('close', finish);
    socket.on('error', reject);
    socket.on('connect', async () => {
      for (const piece of pieces) {
        socket.write(piece);
        await new Promise((next) => setTimeout(next, 5));
      }
    });
  });
}
