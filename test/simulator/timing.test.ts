import { expect, test } from 'vitest';
import { defaultConfig } from '../../src/simulator/config.ts';
import { paceOf } from '../../src/simulator/pace.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import { Ticker } from '../../src/simulator/ticker.ts';
import { chat, events, simulate } from './support.ts';

const random = () => seededRandom(1);

test('a pace without latency follows from first token and rate', () => {
  const config = { ...defaultConfig, firstTokenMs: 40, tokensPerSecond: 25 };
  expect(paceOf(config, 50, 1, random())).toEqual({ firstMs: 40, gapMs: 40, endMs: 2000 });
});

test('a latency spreads the tokens evenly up to its end', () => {
  const config = { ...defaultConfig, latencyMs: 2000, firstTokenMs: 40 };
  expect(paceOf(config, 50, 1, random())).toEqual({ firstMs: 40, gapMs: 40, endMs: 2000 });
  expect(paceOf(config, 1, 1, random())).toEqual({ firstMs: 40, gapMs: 0, endMs: 2000 });
});

test('a latency below the time to the first token moves that forward', () => {
  const config = { ...defaultConfig, latencyMs: 30, firstTokenMs: 500 };
  expect(paceOf(config, 10, 1, random())).toEqual({ firstMs: 30, gapMs: 0, endMs: 30 });
});

test('ranges are drawn within their bounds', () => {
  const draw = random();
  const paces = Array.from({ length: 200 }, () => paceOf(defaultConfig, 2, 1, draw));
  for (const pace of paces) {
    expect(pace.firstMs).toBeGreaterThanOrEqual(250);
    expect(pace.firstMs).toBeLessThanOrEqual(600);
    expect(pace.gapMs).toBeGreaterThanOrEqual(1000 / 70);
    expect(pace.gapMs).toBeLessThanOrEqual(1000 / 50);
  }
});

test.each([true, false])(
  'a reply is never early and ends at its latency (stream: %s)',
  async (stream) => {
    const simulator = await simulate({ latencyMs: 200, firstTokenMs: 50, outputTokens: 10 });
    const response = await chat(simulator, { stream });
    const text = await response.text();
    const [call] = simulator.record().calls;
    expect(call.firstByteT! - call.startedT).toBeGreaterThanOrEqual(stream ? 49 : 199);
    expect(call.endedT! - call.startedT).toBeGreaterThanOrEqual(199);
    expect(call.tokensSent).toBe(10);
    if (stream) expect(events(text).at(-1)).toBe('[DONE]');
  },
);

test('a single token with a latency is sent at its time, the end at its own', async () => {
  const simulator = await simulate({ latencyMs: 120, firstTokenMs: 10, outputTokens: 1 });
  const list = events(await (await chat(simulator, { stream: true })).text());
  expect(list.length).toBe(4);
  const [call] = simulator.record().calls;
  expect(call.endedT! - call.startedT).toBeGreaterThanOrEqual(119);
});

test('each token is one event, and those that are due together share a write', async () => {
  const simulator = await simulate({ firstTokenMs: 0, tokensPerSecond: 100_000, outputTokens: 30 });
  const list = events(await (await chat(simulator, { stream: true })).text());
  // Role, 30 tokens, finish, end marker.
  expect(list.length).toBe(33);
});

test('the ticker fires in order, never early, also past one turn of its wheel', async () => {
  const ticker = new Ticker();
  const originT = performance.now();
  const fired: number[] = [];
  await new Promise<void>((resolve) => {
    for (const delayMs of [30, 5, 4200, 0]) {
      ticker.schedule({
        dueT: originT + delayMs,
        fire(nowT) {
          expect(nowT - originT).toBeGreaterThanOrEqual(delayMs);
          fired.push(delayMs);
          if (fired.length === 4) resolve();
        },
      });
    }
  });
  expect(fired).toEqual([0, 5, 30, 4200]);
});

test('a stopped ticker fires nothing', async () => {
  const ticker = new Ticker();
  let fired = false;
  ticker.schedule({
    dueT: performance.now() + 10,
    fire() {
      fired = true;
    },
  });
  ticker.stop();
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(fired).toBe(false);
});
