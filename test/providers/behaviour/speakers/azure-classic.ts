import { azureAgents } from '../../../../src/providers/azure/azure-agents.ts';
import { reply } from '../../../helpers/scripted-server.ts';
import type { Said, Speaker } from '../speaker.ts';

const agent = { id: 'asst_1', version: null, api: 'classic', keep: false, poll: false } as const;

const event = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;

const calls = ({ toolCalls = [] }: Said) =>
  toolCalls.map(({ id, name, arguments: text }) => ({
    id,
    type: 'function',
    function: { name, arguments: text },
  }));

/** How the run ends: with its answer, or with calls of tools. */
function runOf(said: Said): { readonly id: string; readonly status: string } {
  const { usage, toolCalls = [] } = said;
  const waits = toolCalls.length > 0;
  return {
    id: 'run_1',
    status: waits ? 'requires_action' : 'completed',
    ...(waits
      ? {
          required_action: {
            type: 'submit_tool_outputs',
            submit_tool_outputs: { tool_calls: calls(said) },
          },
        }
      : {}),
    ...(usage === null
      ? {}
      : {
          usage: {
            prompt_tokens: usage.input + usage.cacheRead,
            completion_tokens: usage.output,
            prompt_token_details: { cached_tokens: usage.cacheRead },
          },
        }),
  };
}

/** Azure's classic agents: a thread and a message are posted before the run, and deleted after it. */
export const azureClassic: Speaker = {
  name: 'azure classic',
  streamType: 'text/event-stream; charset=utf-8',
  tellsCache: true,
  argumentsAreText: true,
  protocol: (baseUrl) => azureAgents(baseUrl, 'k-test', agent),
  besides: (request) =>
    /^POST \S+\/(runs|submit_tool_outputs)\?/.test(request)
      ? null
      : reply(
          200,
          { 'content-type': 'application/json' },
          '{"id":"thread_1","status":"completed"}',
        ),
  stream(said) {
    const run = runOf(said);
    return {
      events: [
        event('thread.run.created', { id: 'run_1', status: 'queued' }),
        ...said.pieces.map((value) =>
          event('thread.message.delta', {
            id: 'msg_1',
            delta: { content: [{ index: 0, type: 'text', text: { value } }] },
          }),
        ),
      ],
      end: [event(`thread.run.${run.status}`, run), 'event: done\ndata: [DONE]\n\n'],
    };
  },
  emptyEvent: event('thread.run.step.in_progress', { id: 'step_1' }),
  errorEvent: (message) => event('error', { error: { code: 'server_is_overloaded', message } }),
  errorBody: (_, message) =>
    JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code: 'x' } }),
};
