import { describe, expect, it } from 'vitest';
import type { ToolCallWatch } from '../../src/tools/tool.ts';
import { fixtureModule, run, toolBox, unwatched } from './tool-box.ts';

const tools = (settings = '') => toolBox(`tools: [{ use: ${fixtureModule}${settings} }]\n`);

describe('a call of a tool', () => {
  it('gives what the tool gives, with its time and its bytes', async () => {
    const outcome = await run(await tools(), 'greet', { name: 'Åse', times: 2 });
    expect(outcome).toEqual({
      text: 'Hello Åse. Hello Åse.',
      failure: null,
      durationMs: expect.any(Number),
      bytes: 23,
    });
  });

  it('gives what is no text as JSON', async () => {
    const { text } = await run(await tools(), 'facts');
    expect(text).toBe('{"height":3,"names":["a","ä"]}');
  });

  it('takes no arguments at all for an empty object', async () => {
    const box = await tools();
    expect(await run(box, 'facts', '')).toMatchObject({ failure: null });
    expect(await run(box, 'greet', ' ')).toMatchObject({ failure: 'bad-arguments' });
  });

  it.each([
    ['{"name": "Bo"', /^The arguments are not valid JSON \(.+\); write them as one JSON object\.$/],
    ['["Bo"]', /^The arguments are not a JSON object/],
    ['null', /^The arguments are not a JSON object/],
  ])('tells the model what is wrong with %s', async (written, words) => {
    const outcome = await run(await tools(), 'greet', written);
    expect(outcome).toMatchObject({ failure: 'bad-arguments', durationMs: 0 });
    expect(outcome.text).toMatch(words);
  });

  it.each([
    [{}, "it must have required property 'name'"],
    [{ name: 3 }, '/name must be string'],
    [{ name: 'Bo', times: 0 }, '/times must be >= 1'],
    [{ name: 'Bo', tims: 2 }, 'it must NOT have additional properties (tims)'],
    [
      { times: 1.5, x: 1 },
      "it must have required property 'name'; it must NOT have additional properties (x); /times must be integer",
    ],
  ])('tells the model where %j does not fit', async (args, words) => {
    const outcome = await run(await tools(), 'greet', args);
    expect(outcome).toMatchObject({
      failure: 'bad-arguments',
      text: `The arguments do not fit: ${words}.`,
    });
  });

  it('of a tool that is not there names the one that was meant', async () => {
    const outcome = await run(await tools(), 'gret', { name: 'Bo' });
    expect(outcome).toMatchObject({
      failure: 'unknown-tool',
      text: 'There is no tool gret; did you mean `greet`?',
    });
  });

  it('that throws is told in its words', async () => {
    const outcome = await run(await tools(), 'breaks');
    expect(outcome).toMatchObject({ failure: 'failed', text: 'the pump is dry' });
  });

  it('that takes too long is cut, and its signal says so', async () => {
    const { seen } = await import('./fixtures/tools.ts');
    const outcome = await run(await tools(', timeoutSeconds: 0.05'), 'slow');
    expect(outcome).toMatchObject({
      failure: 'timeout',
      text: 'slow took longer than 0.05 s and was cut.',
    });
    expect(outcome.durationMs).toBeGreaterThan(40);
    expect(seen.aborted.at(-1)).toBe('TimeoutError');
  });

  it('that ignores its signal is not waited for, and gives its place to the next', async () => {
    const box = await tools(', timeoutSeconds: 0.05, concurrency: 1');
    const outcomes = await Promise.all([run(box, 'deaf'), run(box, 'deaf'), run(box, 'deaf')]);
    expect(outcomes.map(({ failure }) => failure)).toEqual(['timeout', 'timeout', 'timeout']);
  });

  it('tells the beginning of a large result, and that it is one', async () => {
    const box = await tools(', maxResultBytes: 1001');
    const { text, bytes, failure } = await run(box, 'big');
    expect({ bytes, failure }).toEqual({ bytes: 10_000_000, failure: null });
    expect(text).toMatch(/^é+\n\[cut: this is the beginning of 10,000,000 bytes\]$/);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1001);
    expect(Buffer.byteLength(text)).toBeGreaterThan(990);
  });
});

describe('the operator', () => {
  const asked = (answer: () => Promise<boolean>) => {
    const heard: string[] = [];
    const watch: ToolCallWatch = {
      approve: (tool, call) => {
        heard.push(`asked ${tool.definition.name} ${call.arguments}`);
        return answer();
      },
      started: (tool) => heard.push(`started ${tool.definition.name}`),
    };
    return { heard, watch };
  };

  it('is asked before each call of a tool that wants it, and only what could run', async () => {
    const box = await tools(', approval: ask');
    const { heard, watch } = asked(async () => true);
    expect(await run(box, 'greet', { name: 'Bo' }, { watch })).toMatchObject({ failure: null });
    expect(await run(box, 'greet', {}, { watch })).toMatchObject({ failure: 'bad-arguments' });
    expect(heard).toEqual(['asked greet {"name":"Bo"}', 'started greet']);
  });

  it('can refuse', async () => {
    const { heard, watch } = asked(async () => false);
    const outcome = await run(await tools(', approval: ask'), 'greet', { name: 'Bo' }, { watch });
    expect(outcome).toMatchObject({
      failure: 'refused',
      text: 'The operator did not allow this call of greet.',
      durationMs: 0,
    });
    expect(heard).toHaveLength(1);
  });

  it('is not asked about a tool that never runs', async () => {
    const outcome = await run(await tools(', approval: never'), 'greet', { name: 'Bo' });
    expect(outcome).toMatchObject({ failure: 'refused', text: 'greet is not allowed to run.' });
  });

  it('is not waited for when nobody waits for the call any more', async () => {
    const { watch } = asked(() => Promise.reject(new DOMException('off', 'AbortError')));
    const outcome = await run(await tools(', approval: ask'), 'greet', { name: 'Bo' }, { watch });
    expect(outcome).toMatchObject({ failure: 'cancelled', text: 'The call was cancelled.' });
  });
});

describe('a cancelled call', () => {
  it('ends at once, and its tool is told', async () => {
    const { seen } = await import('./fixtures/tools.ts');
    const box = await tools();
    const stop = new AbortController();
    const watch = { ...unwatched, started: () => stop.abort(new Error('stopped')) };
    const before = seen.aborted.length;
    const running = run(box, 'slow', {}, { signal: stop.signal, watch: unwatched });
    const other = run(box, 'deaf', {}, { signal: stop.signal, watch });
    expect(await running).toMatchObject({ failure: 'cancelled' });
    expect(await other).toMatchObject({ failure: 'cancelled' });
    expect(seen.aborted.slice(before)).toEqual(['Error']);
  });

  it('does not begin where it was cancelled before', async () => {
    const started: string[] = [];
    const watch = { ...unwatched, started: () => started.push('started') };
    const signal = AbortSignal.abort();
    const outcome = await run(await tools(), 'facts', {}, { signal, watch });
    expect(outcome).toMatchObject({ failure: 'cancelled', durationMs: 0 });
    expect(started).toEqual([]);
  });

  it('leaves the queue for a place', async () => {
    const { open, seen } = await import('./fixtures/tools.ts');
    seen.running = 0;
    const box = await tools(', concurrency: 1');
    const stop = new AbortController();
    const first = run(box, 'gated');
    const second = run(box, 'gated', {}, { signal: stop.signal });
    const third = run(box, 'gated');
    await expect.poll(() => seen.running).toBe(1);
    stop.abort();
    expect(await second).toMatchObject({ failure: 'cancelled', durationMs: 0 });
    open();
    expect(await first).toMatchObject({ text: 'through' });
    await expect.poll(() => seen.running).toBe(1);
    open();
    expect(await third).toMatchObject({ text: 'through' });
  });
});

describe('the calls of one tool at a time', () => {
  it('are no more than its limit, over all roles, and in the order of asking', async () => {
    const { open, seen } = await import('./fixtures/tools.ts');
    const box = await toolBox(
      `tools: [{ use: ${fixtureModule}, concurrency: 2 }]\nroles: { a: {}, b: {} }\n`,
    );
    Object.assign(seen, { running: 0, most: 0 });
    const begun: string[] = [];
    const signal = new AbortController().signal;
    const calls = ['a1', 'b1', 'a2', 'b2', 'a3'].map((id) => {
      const watch = { ...unwatched, started: () => begun.push(id) };
      return box.run(id[0], { id, name: 'gated', arguments: '' }, watch, signal);
    });
    for (let done = 0; done < calls.length; done++) {
      await expect.poll(() => begun.length).toBe(Math.min(5, done + 2));
      open();
      await calls[done];
    }
    expect(seen.most).toBe(2);
    expect(begun).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
  });
});
