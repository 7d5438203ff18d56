import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jsonLinesOf } from '../../../src/spec/resolve/json-lines-of.ts';
import {
  aliveIn,
  inheritedDescriptors,
  openDescriptors,
  zombiesOf,
} from '../../helpers/processes.ts';
import { folder } from '../../helpers/spec.ts';
import { callOf, pidIn, programRoute, ran, turn } from './on-program.ts';

/** What a script waits for with `until`. */
const until = (file: string) => `while [ ! -e ${file} ]; do sleep 0.01; done`;

test('a program gets the prompt on stdin, and what it writes is the answer', async () => {
  const { result, stages, ends } = await ran('cat');
  expect(result).toEqual({ text: 'Hello?', usage: null, finishReason: 'stop', hints: null });
  expect(pidIn(stages)).toBeGreaterThan(1);
  expect(ends()).toBe(1);
});

test('output is told as it comes, whole characters at a time', async () => {
  const cwd = folder();
  const route = programRoute(`printf 'one \\303'; ${until('go')}; printf '\\244 two\\n\\n'`, {
    policy: { cwd },
  });
  const seen: string[] = [];
  const { ended } = callOf(route, turn, {
    delta: (text, call) => {
      seen.push(call.partialText());
      if (text === 'one ') writeFileSync(join(cwd, 'go'), '');
    },
  });
  const { deltas, result } = await ended;
  expect(deltas).toEqual(['one ', 'ä two\n\n']);
  expect(seen).toEqual(['one ', 'one ä two\n\n']);
  expect(result?.text).toBe('one ä two');
});

test('an argument takes the place of {{prompt}}, or comes last', async () => {
  const asked = { ...turn, messages: [{ role: 'user', content: "it's $HOME & `id` $&" }] };
  const input = 'argument' as const;
  const last = programRoute('', { policy: { input, command: ['printf', '[%s]', 'a'] } });
  expect((await callOf(last, asked).ended).result?.text).toBe("[a][it's $HOME & `id` $&]");
  const placed = programRoute('', {
    policy: { input, command: ['printf', '[%s]', 'say: {{prompt}}!', 'b'] },
  });
  expect((await callOf(placed, asked).ended).result?.text).toBe("[say: it's $HOME & `id` $&!][b]");
});

test('variables are handed over, and of a secret nothing is told', async () => {
  const script =
    'echo "$PLAIN $SWARMDECK_MODEL"; printf %s "$TOKEN" | wc -c; echo "bad token $TOKEN" >&2; exit 77';
  const { failure, deltas } = await ran(script, {
    policy: { env: { PLAIN: 'p', TOKEN: 'env:MY_TOKEN' } },
    secrets: { TOKEN: 's3cret-value' },
  });
  expect(deltas.join('')).toMatch(/^p m\n *12\n$/);
  expect(failure).toMatchObject({ class: 'auth', message: 'exit code 77: bad token …' });
});

test.each([
  [1, 'server', 'exit code 1: no luck'],
  [2, 'content-filter', 'exit code 2: no luck'],
  [64, 'invalid-request', 'exit code 64: no luck'],
  [69, 'server', 'exit code 69: no luck'],
  [75, 'overloaded', 'exit code 75: no luck'],
  [77, 'auth', 'exit code 77: no luck'],
  [124, 'timeout', 'exit code 124 (its time limit is over): no luck'],
  [126, 'auth', 'exit code 126 (cannot be executed): no luck'],
  [127, 'not-found', 'exit code 127 (command not found): no luck'],
])('exit code %d is %s', async (code, failureClass, message) => {
  const { failure } = await ran(`echo no luck >&2; exit ${code}`, {
    policy: { exitCodes: { 2: 'content-filter' } },
  });
  expect(failure).toMatchObject({ class: failureClass, message, uncertain: false });
});

test('a signal that is not ours is a failure of the server, and its answer may have cost', async () => {
  const { failure } = await ran('echo half; kill -9 $$');
  expect(failure).toMatchObject({
    class: 'server',
    message: 'killed by SIGKILL',
    uncertain: true,
  });
});

test('the reason is the end of what it complained of, and nothing of it acts on a terminal', async () => {
  const { failure } = await ran(
    "i=0; while [ $i -lt 3000 ]; do echo line $i >&2; i=$((i+1)); done; printf 'red \\033[31mbell\\007\\n\\n' >&2; exit 1",
  );
  expect(failure?.message).toBe(
    'exit code 1: line 2996 | line 2997 | line 2998 | line 2999 | red bell',
  );
});

test('what cannot be started says why', async () => {
  const cwd = folder({ 'not-executable': 'x' });
  const failureOf = async (command: string[], change = {}) =>
    (await ran('', { policy: { command, cwd, ...change } })).failure;
  expect(await failureOf(['no-such-program'])).toMatchObject({
    class: 'not-found',
    message: 'there is no program no-such-program',
    uncertain: false,
  });
  expect(await failureOf(['./not-executable'])).toMatchObject({ class: 'auth' });
  expect(await failureOf(['cat'], { cwd: join(cwd, 'gone') })).toMatchObject({
    class: 'not-found',
    message: `there is no directory ${join(cwd, 'gone')} (exec.cwd)`,
  });
  const input = 'argument';
  const long = { ...turn, messages: [{ role: 'user', content: 'x'.repeat(3_000_000) }] };
  const route = programRoute('', { policy: { command: ['echo'], input } });
  expect((await callOf(route, long).ended).failure).toMatchObject({
    class: 'invalid-request',
    message: 'the prompt is too long for an argument: use exec.input: stdin',
  });
  const zero = { ...turn, messages: [{ role: 'user', content: 'a\0b' }] };
  expect((await callOf(route, zero).ended).failure).toMatchObject({ class: 'invalid-request' });
});

test.each([
  [
    { tools: [{ name: 'f', description: '', parameters: {} }] },
    'a program has tools of its own, and is given none',
  ],
  [{ kind: 'embed', texts: ['a'] }, 'a program answers with a text, not with vectors'],
] as const)('what no program can be asked is not begun: %j', async (asked, message) => {
  const { failure, stages } = await callOf(programRoute('cat'), { ...turn, ...asked }).ended;
  expect(failure).toMatchObject({ class: 'invalid-request', message, uncertain: false });
  expect(stages).toEqual([]);
});

test('a program that reads nothing of a long prompt is no failure', async () => {
  const long = { ...turn, messages: [{ role: 'user', content: 'x'.repeat(3_000_000) }] };
  const { result } = await callOf(programRoute('echo no need'), long).ended;
  expect(result?.text).toBe('no need');
});

test('one that closes its output and works on has not ended', async () => {
  const cwd = folder();
  const { ended } = callOf(
    programRoute(`echo said; exec >&-; ${until('go')}; exit 3`, { policy: { cwd } }),
    turn,
    { delta: () => setTimeout(() => writeFileSync(join(cwd, 'go'), ''), 50) },
  );
  expect((await ended).failure).toMatchObject({ class: 'server', message: 'exit code 3' });
});

test('what a program leaves behind holds no call, and ends with it', async () => {
  const { result, stages } = await ran('sleep 1000 & echo done');
  expect(result?.text).toBe('done');
  await expect.poll(() => aliveIn(pidIn(stages))).toEqual([]);
});

test('what it leaves behind may write for a moment, and not for ever', async () => {
  const { result } = await ran('(while :; do echo more; sleep 0.01; done) & echo done');
  expect(result?.text).toMatch(/^done/);
});

test('a long answer is read to its end after the program has ended', async () => {
  const { result } = await ran('yes 0123456789 | head -c 2000000');
  expect(result?.text).toHaveLength(2_000_000);
});

test('a cut ends the program with all that it has started, whether it listens or not', async () => {
  const route = programRoute(`trap '' TERM; (trap '' TERM; while :; do sleep 1; done) & cat; wait`);
  const { call, ended } = callOf(route, turn, {
    delta: (_, of) => of.abort('cancelled', 'stopped'),
  });
  const { failure, stages, ends } = await ended;
  expect(failure).toMatchObject({ class: 'cancelled', message: 'stopped', uncertain: true });
  expect(aliveIn(pidIn(stages)).length).toBeGreaterThan(0);
  await route.close();
  expect(aliveIn(pidIn(stages))).toEqual([]);
  call.abort('timeout', 'again');
  expect(ends()).toBe(1);
});

test('a program may clear away before it is ended by force', async () => {
  const cwd = folder();
  const script = `trap 'touch cleared; exit 0' TERM; echo ready; while :; do sleep 0.01; done`;
  const route = programRoute(script, { policy: { cwd } });
  await callOf(route, turn, { delta: (_, call) => call.abort('cancelled', 'stopped') }).ended;
  await route.close();
  expect(existsSync(join(cwd, 'cleared'))).toBe(true);
});

test('a closed route ends what runs, and starts nothing', async () => {
  const route = programRoute('echo ready; exec sleep 1000');
  const ready = Promise.withResolvers<void>();
  const { ended } = callOf(route, turn, { delta: () => ready.resolve() });
  await ready.promise;
  expect(route.traffic()).toMatchObject({ openSockets: 0, processes: 1, bytesIn: 6, bytesOut: 6 });
  expect(await route.close()).toBe(0);
  expect((await ended).failure?.class).toBe('cancelled');
  expect(route.traffic().processes).toBe(0);
  const { failure } = await callOf(route).ended;
  expect(failure).toMatchObject({ class: 'cancelled', uncertain: false });
  expect(route.traffic().processes).toBe(0);
});

test.each([
  ['firstTokenSeconds', 'exec sleep 1000', 'no output within 0.2 s'],
  ['idleSeconds', 'echo; exec sleep 1000', 'no further output within 0.2 s'],
  ['totalSeconds', 'while :; do echo; sleep 0.02; done', 'no end within 0.2 s of the call'],
])('%s cuts a program that takes too long', async (limit, script, message) => {
  const { failure, stages } = await ran(script, { timeouts: { [limit]: 0.2 } });
  expect(failure).toMatchObject({ class: 'timeout', message });
  await expect.poll(() => aliveIn(pidIn(stages))).toEqual([]);
});

test('what it complains of shows that it works', async () => {
  const script = 'for i in 1 2 3 4 5 6 7 8; do echo thinking >&2; sleep 0.1; done; echo done';
  const { result } = await ran(script, { timeouts: { firstTokenSeconds: 0.5, idleSeconds: 0.5 } });
  expect(result?.text).toBe('done');
});

test('a flood of output is a failure, and ends', async () => {
  const { failure, stages } = await ran('exec yes', { policy: { maxOutputBytes: 100_000 } });
  expect(failure).toMatchObject({
    class: 'invalid-request',
    message: 'more than 100,000 bytes of output (exec.maxOutputBytes)',
  });
  await expect.poll(() => aliveIn(pidIn(stages))).toEqual([]);
});

test('who looks gets what the program writes, and the command that ran', async () => {
  const cwd = folder();
  const route = programRoute(`printf a; ${until('go')}; printf b`, {
    policy: { cwd, env: { K: 'env:MY_KEY', N: '1' } },
    secrets: { K: 'hidden-key' },
  });
  const heard: string[] = [];
  const { call, ended } = callOf(route, turn, {
    delta: (text, of) => {
      if (text !== 'a') return;
      of.listen((bytes) => heard.push(bytes.toString()));
      writeFileSync(join(cwd, 'go'), '');
    },
  });
  expect(call.replyHead()).toBeNull();
  const { stages } = await ended;
  expect(heard).toEqual(['b']);
  expect(call.replyHead()).toEqual({ pid: pidIn(stages) });
  expect(call.rawRequest('')).toEqual({
    command: ['sh', '-c', expect.stringContaining('printf a')],
    cwd,
    environment: { SWARMDECK_MODEL: 'm', K: '$MY_KEY', N: '1' },
    stdin: 'Hello?',
  });
});

test('what a program says that it cost is its cost, and what is free costs nothing', async () => {
  const noTokens = {
    inputTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 0,
    estimated: false,
  };
  const jsonl = jsonLinesOf({ final: '/result', cost: '/usd' });
  const line = `echo '{"result":"x","usd":0.0000000011}'`;
  const told = await ran(line, { policy: { profile: 'jsonl', jsonl }, isFree: true });
  expect(told.result).toMatchObject({ text: 'x', usage: noTokens, costNanoUsd: 2 });
  const free = await ran('cat', { isFree: true });
  expect(free.result).toMatchObject({ usage: noTokens, costNanoUsd: 0 });
});

test('a program that has said its last and hangs is ended, and its answer counts', async () => {
  const jsonl = jsonLinesOf({ text: '/d', final: '/result' });
  const { result, stages } = await ran(
    `echo '{"d":"a"}'; echo '{"result":"ab"}'; exec sleep 1000`,
    {
      policy: { profile: 'jsonl', jsonl },
      timeouts: { idleSeconds: 0.2 },
    },
  );
  expect(result?.text).toBe('ab');
  await expect.poll(() => aliveIn(pidIn(stages))).toEqual([]);
});

test('lines without their end are truncated, also where the program is content', async () => {
  const jsonl = jsonLinesOf({ text: '/d', final: '/result' });
  const { failure } = await ran(`echo '{"d":"a"}'; echo gave up >&2`, {
    policy: { profile: 'jsonl', jsonl },
  });
  expect(failure).toMatchObject({
    class: 'truncated',
    message: 'it ended without its end marker: gave up',
    uncertain: true,
  });
});

test('what a program says of its failure goes before its exit code', async () => {
  const { failure } = await ran(
    `echo '{"type":"result","is_error":true,"api_error_status":429,"result":"slow down"}'; exit 1`,
    { policy: { profile: 'claude-code' } },
  );
  expect(failure).toMatchObject({ class: 'rate-limited', message: 'slow down' });
});

test('a look at a route says whether its program is there', async () => {
  expect(await programRoute('').check()).toEqual({ ok: true, detail: '' });
  const missing = programRoute('', { policy: { command: ['no-such-program'] } });
  expect(await missing.check()).toEqual({
    ok: false,
    detail: 'there is no program no-such-program in PATH',
  });
  await missing.close();
  expect(await missing.check()).toBeNull();
});

test.runIf(existsSync('/proc/self/fd'))(
  'of a hundred programs that end in every way no zombie and no descriptor is left, and none is inherited',
  async () => {
    const held = openDescriptors();
    const ways = [
      'cat',
      'exit 3',
      'sleep 1000 & echo left',
      'exec sleep 1000',
      'ls /proc/self/fd; exit 0',
    ];
    const routes = ways.map((script) => programRoute(script));
    const traces = await Promise.all(
      Array.from({ length: 100 }, async (_, i) => {
        const way = i % ways.length;
        const { call, ended } = callOf(routes[way], turn, {
          stage: () => way === 3 && setTimeout(() => call.abort('cancelled', 'enough'), 20),
        });
        return { way, ...(await ended) };
      }),
    );
    for (const route of routes) await route.close();
    expect(zombiesOf(process.pid)).toEqual([]);
    expect(traces.flatMap(({ stages }) => aliveIn(pidIn(stages)))).toEqual([]);
    const [seen] = traces.filter(({ way }) => way === 4).map(({ result }) => result?.text);
    // One is of the ls itself, for the directory that it reads.
    const own = seen?.split('\n').filter((name) => !inheritedDescriptors().includes(name)) ?? [];
    expect(own.filter((name) => !['0', '1', '2'].includes(name))).toHaveLength(1);
    await expect.poll(openDescriptors).toBeLessThanOrEqual(held);
  },
);

test('a process that ends takes its programs with it', async () => {
  const cwd = folder();
  const provider = new URL('../../../src/providers/exec/exec-provider.ts', import.meta.url);
  const program = `
    import { writeFileSync } from 'node:fs';
    import { ExecProvider } from ${JSON.stringify(provider.href)};
    const policy = { command: ['sh', '-c', 'echo ready; sleep 1000 & wait'], input: 'stdin', cwd: '.',
      env: {}, profile: 'text', jsonl: null, exitCodes: {}, maxOutputBytes: 1000 };
    const timeouts = { connectSeconds: null, firstTokenSeconds: null, idleSeconds: null, totalSeconds: null };
    new ExecProvider({ policy, secrets: {}, pool: 1, timeouts }).call(
      { model: 'm', messages: [], maxOutputTokens: null },
      { sent() {}, stage: (words) => writeFileSync('pid', words), delta: () => process.exit(7) },
    );`;
  writeFileSync(join(cwd, 'ends.ts'), program);
  const { failure } = await ran('', { policy: { command: [process.execPath, 'ends.ts'], cwd } });
  expect(failure?.message).toMatch(/^exit code 7/);
  const pid = pidIn([readFileSync(join(cwd, 'pid'), 'utf8')]);
  expect(pid).toBeGreaterThan(1);
  await expect.poll(() => aliveIn(pid)).toEqual([]);
});
