import { expect, test } from 'vitest';
import { JsonLinesOutput } from '../../../src/providers/exec/json-lines-output.ts';
import type { LineProfile } from '../../../src/providers/exec/line-profile.ts';
import { lineProfileOf } from '../../../src/providers/exec/profiles.ts';
import type { ExecProfileName } from '../../../src/spec/exec-profiles.ts';
import { jsonLinesOf } from '../../../src/spec/resolve/json-lines-of.ts';

/** Reads what a program wrote, `size` bytes at a time. */
function read(profile: LineProfile, lines: readonly unknown[], size = Number.MAX_SAFE_INTEGER) {
  const deltas: string[] = [];
  const stages: string[] = [];
  const output = new JsonLinesOutput(profile, {
    delta: (text) => deltas.push(text),
    stage: (words) => stages.push(words),
  });
  const written = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  const bytes = Buffer.from(written.map((line) => `${line}\n`).join(''));
  for (let at = 0; at < bytes.length; at += size)
    output.write(bytes.subarray(at, Math.min(bytes.length, at + size)));
  output.end();
  return { output, deltas, stages };
}

function profile(name: ExecProfileName): LineProfile {
  return lineProfileOf({ profile: name, jsonl: null }) ?? expect.fail('no lines');
}

const claudeResult = {
  type: 'result',
  subtype: 'success',
  is_error: false,
  duration_ms: 3952,
  duration_api_ms: 12932,
  num_turns: 2,
  result: 'It is 4.',
  session_id: 's',
  total_cost_usd: 0.10457895,
  usage: {
    input_tokens: 6,
    output_tokens: 90,
    cache_creation_input_tokens: 7924,
    cache_read_input_tokens: 13368,
  },
};
const claudeSays = (...content: object[]) => ({
  type: 'assistant',
  message: { model: 'm', content },
  parent_tool_use_id: null,
  session_id: 's',
});
const claudeStreams = (event: object) => ({
  type: 'stream_event',
  event,
  parent_tool_use_id: null,
  session_id: 's',
});
const claude = [
  { type: 'system', subtype: 'init', model: 'm', tools: ['Bash'], session_id: 's' },
  claudeSays({ type: 'thinking', thinking: 'hm', signature: 'x' }),
  claudeSays({ type: 'text', text: 'I look.' }),
  claudeSays({ type: 'tool_use', id: 't', name: 'Bash', input: { command: 'expr 2 + 2' } }),
  { type: 'user', message: { content: [{ type: 'tool_result', tool_use_id: 't', content: '4' }] } },
  {
    ...claudeSays({ type: 'text', text: 'of an agent below' }),
    parent_tool_use_id: 't',
  },
  claudeSays({ type: 'text', text: 'It is 4.' }),
  claudeResult,
];

test('claude-code: messages as they come, the last as the answer, usage and cost', () => {
  const { output, deltas, stages } = read(profile('claude-code'), claude);
  expect(deltas).toEqual(['I look.', '\n\nIt is 4.']);
  expect(stages).toEqual(['Bash']);
  expect(output.isOver).toBe(true);
  expect(output.complaint()).toBeNull();
  expect(output.answer()).toEqual({
    text: 'It is 4.',
    usage: {
      inputTokens: 6,
      cacheReadTokens: 13368,
      cacheWriteTokens: 7924,
      outputTokens: 90,
      estimated: false,
    },
    costNanoUsd: 104_578_950,
  });
});

test('claude-code: pieces of messages are not told twice', () => {
  const { output, deltas } = read(profile('claude-code'), [
    claudeStreams({ type: 'message_start', message: {} }),
    claudeStreams({ type: 'content_block_delta', delta: { type: 'text_delta', text: 'It ' } }),
    claudeStreams({ type: 'content_block_delta', delta: { type: 'text_delta', text: 'is 4.' } }),
    claudeSays({ type: 'text', text: 'It is 4.' }),
    claudeStreams({ type: 'message_stop' }),
    claudeStreams({ type: 'message_start', message: {} }),
    claudeStreams({ type: 'content_block_delta', delta: { type: 'text_delta', text: 'Done.' } }),
    claudeSays({ type: 'text', text: 'Done.' }),
    claudeResult,
  ]);
  expect(deltas).toEqual(['It ', 'is 4.', '\n\nDone.']);
  expect(output.answer()?.text).toBe('It is 4.');
});

test.each([
  [{ api_error_status: 429, result: 'API Error: 429' }, [], 'rate-limited', 'API Error: 429'],
  [{ api_error_status: 529, result: 'Overloaded' }, [], 'overloaded', 'Overloaded'],
  [
    { result: 'Invalid API key · Please run /login' },
    [{ ...claudeSays(), error: 'authentication_failed' }],
    'auth',
    'Invalid API key · Please run /login',
  ],
  [
    { subtype: 'error_max_turns', result: undefined, errors: ['too many turns'] },
    [],
    'invalid-request',
    'too many turns',
  ],
  [
    { subtype: 'error_during_execution', result: undefined },
    [],
    'server',
    'error_during_execution',
  ],
])('claude-code: an error %j has its class', (change, before, failureClass, message) => {
  const { output } = read(profile('claude-code'), [
    ...before,
    { ...claudeResult, is_error: true, ...change },
  ]);
  expect(output.complaint()).toEqual({ class: failureClass, message });
});

const codex = [
  { type: 'thread.started', thread_id: '67e5' },
  { type: 'turn.started' },
  { type: 'item.completed', item: { id: 'item_0', type: 'reasoning', text: 'Thinking' } },
  { type: 'item.completed', item: { id: 'item_1', type: 'agent_message', text: 'I look.' } },
  {
    type: 'item.started',
    item: { id: 'item_2', type: 'command_execution', command: 'ls', status: 'in_progress' },
  },
  {
    type: 'item.completed',
    item: { id: 'item_2', type: 'command_execution', command: 'ls', exit_code: 0 },
  },
  { type: 'error', message: 'Reconnecting... 1/5' },
  { type: 'item.completed', item: { id: 'item_3', type: 'agent_message', text: 'Two files.' } },
  {
    type: 'turn.completed',
    usage: { input_tokens: 1200, cached_input_tokens: 200, output_tokens: 345 },
  },
];

test('codex: the last message is the answer, and input holds what was cached', () => {
  const { output, deltas, stages } = read(profile('codex'), codex);
  expect(deltas).toEqual(['I look.', '\n\nTwo files.']);
  expect(stages).toEqual(['ls']);
  expect(output.answer()).toEqual({
    text: 'Two files.',
    usage: {
      inputTokens: 1000,
      cacheReadTokens: 200,
      cacheWriteTokens: 0,
      outputTokens: 345,
      estimated: false,
    },
    costNanoUsd: null,
  });
  expect(output.complaint()).toBeNull();
});

test('codex: a turn that failed says why, and trouble before it is no reason', () => {
  const { output } = read(profile('codex'), [
    ...codex.slice(0, 7),
    { type: 'turn.failed', error: { message: 'stream disconnected' } },
  ]);
  expect(output.complaint()).toEqual({ class: 'server', message: 'stream disconnected' });
});

test('codex: cut off, the trouble is what is known of it', () => {
  const { output } = read(profile('codex'), codex.slice(0, 7));
  expect(output.answer()).toBeNull();
  expect(output.complaint()).toBeNull();
  expect(output.hint()).toBe('Reconnecting... 1/5');
});

const says = (content: string) => ({ type: 'message', role: 'assistant', content, delta: true });
const gemini = [
  { type: 'init', timestamp: 't', session_id: 's', model: 'gemini-3-pro' },
  { type: 'message', timestamp: 't', role: 'user', content: 'What is 2 + 2?' },
  says('I '),
  says('look.'),
  { type: 'tool_use', tool_name: 'run_shell_command', tool_id: '1', parameters: {} },
  { type: 'tool_result', tool_id: '1', status: 'success', output: '4' },
  says('It is '),
  says('4.'),
  {
    type: 'result',
    status: 'success',
    stats: { total_tokens: 130, input_tokens: 100, output_tokens: 20, cached: 40, input: 60 },
  },
];

test('gemini-cli: pieces of the answer after the last tool', () => {
  const { output, deltas, stages } = read(profile('gemini-cli'), gemini);
  expect(deltas).toEqual(['I ', 'look.', '\n\nIt is ', '4.']);
  expect(stages).toEqual(['run_shell_command']);
  expect(output.answer()).toMatchObject({
    text: 'It is 4.',
    usage: { inputTokens: 60, cacheReadTokens: 40, outputTokens: 20 },
  });
});

test.each([
  [{ error: { type: 'FatalAuthenticationError', message: 'no key' } }, 'no key'],
  [{}, 'the answer was empty'],
])('gemini-cli: a result that is an error %j says why', (change, message) => {
  const { output } = read(profile('gemini-cli'), [
    { type: 'error', severity: 'error', message: 'the answer was empty' },
    { type: 'result', status: 'error', stats: {}, ...change },
  ]);
  expect(output.complaint()).toEqual({ class: 'server', message });
});

const step = (reason: string, cost: number, input: number) => ({
  type: 'step_finish',
  sessionID: 's',
  part: {
    type: 'step-finish',
    reason,
    cost,
    tokens: { input, output: 11, reasoning: 46, cache: { read: 5, write: 2 } },
  },
});
const opencode = [
  { type: 'step_start', sessionID: 's', part: { type: 'step-start' } },
  { type: 'text', sessionID: 's', part: { type: 'text', text: 'I look.' } },
  { type: 'tool_use', sessionID: 's', part: { tool: 'bash', state: { status: 'completed' } } },
  step('tool-calls', 0.1, 100),
  { type: 'step_start', sessionID: 's', part: { type: 'step-start' } },
  { type: 'text', sessionID: 's', part: { type: 'text', text: 'It is 4.' } },
  step('stop', 0.2, 30),
];

test('opencode: tokens and cost of all steps, the text of the last', () => {
  const { output, stages } = read(profile('opencode'), opencode);
  expect(stages).toEqual(['bash']);
  expect(output.answer()).toEqual({
    text: 'It is 4.',
    usage: {
      inputTokens: 130,
      cacheReadTokens: 10,
      cacheWriteTokens: 4,
      outputTokens: 114,
      estimated: false,
    },
    // Not $0.30000000000000004, rounded up.
    costNanoUsd: 300_000_000,
  });
});

test('opencode: an error has a message or at least a name', () => {
  const error = { name: 'ProviderAuthError', data: { message: 'no key' } };
  expect(read(profile('opencode'), [{ type: 'error', error }]).output.complaint()).toMatchObject({
    message: 'no key',
  });
  const bare = { name: 'UnknownError' };
  expect(
    read(profile('opencode'), [{ type: 'error', error: bare }]).output.complaint(),
  ).toMatchObject({ message: 'UnknownError' });
});

test.each([
  ['claude-code', claude],
  ['codex', codex],
  ['gemini-cli', gemini],
  ['opencode', opencode],
] as const)(
  '%s: wherever the output is cut and whatever stands between, it is the same',
  (name, lines) => {
    const whole = read(profile(name), lines);
    const noisy = lines.flatMap((line) => ['npm warn: ünïcode 今日', '', line, '{"broken": ']);
    for (const size of [1, 7, 100]) {
      const { output, deltas } = read(profile(name), noisy, size);
      expect(deltas).toEqual(whole.deltas);
      expect(output.answer()).toEqual(whole.output.answer());
    }
    for (let end = 0; end < lines.length; end++)
      expect(read(profile(name), lines.slice(0, end)).output.answer()).toBeNull();
  },
);

test('what is no JSON at all is hinted at', () => {
  const { output } = read(profile('claude-code'), ['Hello, I am Claude.']);
  expect(output.answer()).toBeNull();
  expect(output.hint()).toBe(
    'it wrote no JSON: is it run with -p --output-format stream-json --verbose?',
  );
});

test('lines of any program, by pointers', () => {
  const own = jsonLinesOf({
    text: { at: '/a~1b/*/t', when: { '/kind': 'piece', '/hidden': null } },
    final: '/result',
    stage: '/doing',
    usage: { input: '/usage/in', output: '/usage/out' },
    cost: '/usd',
    error: '/error',
  });
  const { output, deltas, stages } = read(own, [
    { kind: 'piece', 'a/b': [{ t: 'x' }, { t: 'y' }] },
    { kind: 'piece', hidden: true, 'a/b': [{ t: 'not this' }] },
    { kind: 'other', 'a/b': [{ t: 'nor this' }] },
    { doing: 'thinking', error: null },
    { result: 'xyz', usage: { in: 3, out: 4 }, usd: 0.000_000_000_1 },
    { kind: 'piece', 'a/b': [{ t: 'too late' }], error: 'too late' },
  ]);
  expect(deltas).toEqual(['x', 'y']);
  expect(stages).toEqual(['thinking']);
  expect(output.complaint()).toBeNull();
  expect(output.answer()).toEqual({
    text: 'xyz',
    usage: {
      inputTokens: 3,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: 4,
      estimated: false,
    },
    costNanoUsd: 1,
  });
});

test('lines that name no end are whole when the program ends, and an error may be an object', () => {
  const own = jsonLinesOf({ text: '/d', error: '/error' });
  expect(read(own, [{ d: 'a' }, { d: 'b' }]).output.answer()?.text).toBe('ab');
  expect(read(own, ['no JSON']).output.answer()).toBeNull();
  expect(read(own, [{ d: 'a' }, { error: { message: 'm' } }]).output.complaint()).toEqual({
    class: 'server',
    message: 'm',
  });
  expect(read(own, [{ error: { code: 7 } }]).output.complaint()?.message).toBe('{"code":7}');
});
