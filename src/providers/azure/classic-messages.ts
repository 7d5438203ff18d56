import type { AskedAnswer } from '../answer-forms.ts';
import { responseFormat } from '../openai/openai-chat.ts';
import type { Message, Turn } from '../provider.ts';

/** A message of a thread, whose roles are two. */
export interface ThreadMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/**
 * The conversation of a turn as messages of a thread. What the system said goes with the run. Calls
 * of tools and what came of them have no form of their own outside the run in which they were made,
 * and are told in words.
 */
export function threadMessages(turn: Turn): ThreadMessage[] {
  return postedMessages(turn).map(threadMessage);
}

/** Those that are posted; their texts may be long, and are read when they are. */
export function postedMessages({ messages }: Turn): Message[] {
  return messages.filter(({ role }) => role !== 'system');
}

export function threadMessage({
  role,
  content,
  toolCalls = [],
  toolCallId,
}: Message): ThreadMessage {
  if (toolCallId !== undefined)
    return { role: 'user', content: `Result of the call ${toolCallId}:\n${content}` };
  const calls = toolCalls.map(
    ({ id, name, arguments: text }) => `Call ${id} of the tool ${name}: ${text}`,
  );
  const lines = content === '' ? calls : [content, ...calls];
  return { role: role === 'assistant' ? 'assistant' : 'user', content: lines.join('\n') };
}

/** What a run is made with, but for its thread and whether it streams. */
export function runBody(
  agent: string,
  { maxOutputTokens, tools = [], sampling = {} }: Turn,
  asked: AskedAnswer,
): object {
  const system = asked.messages.filter(({ role }) => role === 'system');
  return {
    assistant_id: agent,
    // The agent's own instructions stay.
    ...(system.length > 0
      ? { additional_instructions: system.map(({ content }) => content).join('\n\n') }
      : {}),
    ...(maxOutputTokens === null ? {} : { max_completion_tokens: maxOutputTokens }),
    ...(tools.length > 0
      ? { tools: tools.map((tool) => ({ type: 'function', function: tool })) }
      : {}),
    ...responseFormat(asked),
    ...(sampling.temperature === undefined ? {} : { temperature: sampling.temperature }),
    ...(sampling.topP === undefined ? {} : { top_p: sampling.topP }),
  };
}
