import type { ExecProfileName } from '../../spec/exec-profiles.ts';
import type { ExecPolicy } from '../../spec/resolved.ts';
import type { LineProfile } from './line-profile.ts';

/**
 * The headless modes of coding agents. Sources, as they stood in summer 2026:
 *
 * - claude-code: types and parser of the official SDK (anthropics/claude-agent-sdk-python, `types.py`,
 *   `message_parser.py`) and https://docs.claude.com/en/docs/claude-code/headless. Without
 *   `--include-partial-messages` messages come whole.
 * - codex: openai/codex, `codex-rs/exec/src/exec_events.rs` and `event_processor_with_jsonl_output.rs`.
 *   `error` lines also tell of tries that are made again.
 * - gemini-cli: google-gemini/gemini-cli, `packages/core/src/output/types.ts` and
 *   `packages/core/src/utils/errors.ts` (exit codes). Its stream tells no tokens of thoughts.
 * - opencode: `packages/opencode/src/cli/cmd/run.ts` of a copy of sst/opencode, and recorded output;
 *   not checked against a release.
 */
export const lineProfiles: Readonly<
  Record<Exclude<ExecProfileName, 'text' | 'jsonl'>, LineProfile>
> = {
  'claude-code': {
    wants: '-p --output-format stream-json --verbose',
    text: [
      {
        at: '/event/delta/text',
        when: { '/type': 'stream_event', '/parent_tool_use_id': null },
      },
    ],
    fresh: [{ '/type': 'stream_event', '/event/type': 'message_start' }],
    messages: [
      {
        at: '/message/content/*/text',
        when: { '/type': 'assistant', '/parent_tool_use_id': null },
      },
    ],
    stage: [{ at: '/message/content/*/name', when: { '/type': 'assistant' } }],
    final: [{ at: '/result', when: { '/type': 'result', '/is_error': false } }],
    done: [{ '/type': 'result' }],
    failed: [{ '/type': 'result', '/is_error': true }],
    error: [
      { at: '/result', when: { '/type': 'result', '/is_error': true } },
      { at: '/errors/*', when: { '/type': 'result', '/is_error': true } },
      { at: '/subtype', when: { '/type': 'result', '/is_error': true } },
    ],
    status: [{ at: '/api_error_status', when: { '/type': 'result' } }],
    kind: [
      { at: '/error', when: { '/type': 'assistant' } },
      { at: '/subtype', when: { '/type': 'result', '/is_error': true } },
    ],
    kinds: {
      authentication_failed: 'auth',
      billing_error: 'quota',
      rate_limit: 'rate-limited',
      invalid_request: 'invalid-request',
      server_error: 'server',
      error_max_turns: 'invalid-request',
      error_max_budget_usd: 'invalid-request',
    },
    usage: {
      input: [{ at: '/usage/input_tokens', when: { '/type': 'result' } }],
      cacheRead: [{ at: '/usage/cache_read_input_tokens', when: { '/type': 'result' } }],
      cacheWrite: [{ at: '/usage/cache_creation_input_tokens', when: { '/type': 'result' } }],
      output: [{ at: '/usage/output_tokens', when: { '/type': 'result' } }],
    },
    cost: [{ at: '/total_cost_usd', when: { '/type': 'result' } }],
  },
  codex: {
    wants: 'exec --json',
    text: [],
    messages: [
      {
        at: '/item/text',
        when: { '/type': 'item.completed', '/item/type': 'agent_message' },
      },
    ],
    answersLast: true,
    stage: [
      {
        at: '/item/command',
        when: { '/type': 'item.started', '/item/type': 'command_execution' },
      },
      { at: '/item/tool', when: { '/type': 'item.started', '/item/type': 'mcp_tool_call' } },
      { at: '/item/query', when: { '/type': 'item.started', '/item/type': 'web_search' } },
    ],
    final: [],
    done: [{ '/type': 'turn.completed' }, { '/type': 'turn.failed' }],
    failed: [{ '/type': 'turn.failed' }],
    error: [{ at: '/error/message', when: { '/type': 'turn.failed' } }],
    trouble: [{ at: '/message', when: { '/type': 'error' } }],
    usage: {
      input: [{ at: '/usage/input_tokens', when: { '/type': 'turn.completed' } }],
      cacheRead: [{ at: '/usage/cached_input_tokens', when: { '/type': 'turn.completed' } }],
      cacheWrite: [],
      output: [{ at: '/usage/output_tokens', when: { '/type': 'turn.completed' } }],
    },
    inputHoldsCache: true,
    cost: [],
  },
  'gemini-cli': {
    wants: '--output-format stream-json',
    text: [{ at: '/content', when: { '/type': 'message', '/role': 'assistant' } }],
    fresh: [{ '/type': 'tool_use' }],
    answersLast: true,
    stage: [{ at: '/tool_name', when: { '/type': 'tool_use' } }],
    final: [],
    done: [{ '/type': 'result' }],
    failed: [{ '/type': 'result', '/status': 'error' }],
    error: [{ at: '/error/message', when: { '/type': 'result', '/status': 'error' } }],
    trouble: [{ at: '/message', when: { '/type': 'error' } }],
    usage: {
      input: [{ at: '/stats/input_tokens', when: { '/type': 'result' } }],
      cacheRead: [{ at: '/stats/cached', when: { '/type': 'result' } }],
      cacheWrite: [],
      output: [{ at: '/stats/output_tokens', when: { '/type': 'result' } }],
    },
    inputHoldsCache: true,
    cost: [],
    exitCodes: {
      41: 'auth',
      42: 'invalid-request',
      44: 'invalid-request',
      52: 'invalid-request',
      53: 'invalid-request',
      55: 'invalid-request',
    },
  },
  opencode: {
    wants: 'run --format json',
    text: [{ at: '/part/text', when: { '/type': 'text' } }],
    fresh: [{ '/type': 'step_start' }],
    answersLast: true,
    stage: [{ at: '/part/tool', when: { '/type': 'tool_use' } }],
    final: [],
    done: [{ '/type': 'step_finish', '/part/reason': 'stop' }],
    error: [
      { at: '/error/data/message', when: { '/type': 'error' } },
      { at: '/error/name', when: { '/type': 'error' } },
    ],
    usage: {
      input: [{ at: '/part/tokens/input', when: { '/type': 'step_finish' } }],
      cacheRead: [{ at: '/part/tokens/cache/read', when: { '/type': 'step_finish' } }],
      cacheWrite: [{ at: '/part/tokens/cache/write', when: { '/type': 'step_finish' } }],
      output: [
        { at: '/part/tokens/output', when: { '/type': 'step_finish' } },
        { at: '/part/tokens/reasoning', when: { '/type': 'step_finish' } },
      ],
    },
    addsUp: true,
    cost: [{ at: '/part/cost', when: { '/type': 'step_finish' } }],
  },
};

/** What the lines of a program mean; null where its output is plain text. */
export function lineProfileOf({
  profile,
  jsonl,
}: Pick<ExecPolicy, 'profile' | 'jsonl'>): LineProfile | null {
  if (profile === 'text') return null;
  return profile === 'jsonl' ? jsonl : lineProfiles[profile];
}
