import { azureAgents as protocolOf } from '../../../../src/providers/azure/azure-agents.ts';
import type { Speaker } from '../speaker.ts';
import { openaiResponses } from './openai-responses.ts';

const agent = { id: 'helper', version: '3', api: 'agents', keep: false, poll: false } as const;

/** It speaks as OpenAI's Responses do; errors inside a stream are nested. */
export const azureAgents: Speaker = {
  ...openaiResponses,
  name: 'azure agents',
  protocol: (baseUrl) => protocolOf(baseUrl, 'k-test', agent),
  errorEvent: (message) =>
    `event: error\ndata: ${JSON.stringify({ type: 'error', error: { code: 'server_is_overloaded', message } })}\n\n`,
  errorBody: (_, message) =>
    JSON.stringify({ error: { code: 'UserError', message, details: [], additionalInfo: {} } }),
};
