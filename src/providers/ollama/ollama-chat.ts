import type { Message, Turn } from '../provider.ts';
import type { ReplyReader, ReplySink, WireRequest } from '../wire-protocol.ts';
import { OllamaGenerate } from './ollama-generate.ts';
import { type OllamaOptions, OllamaProtocol } from './ollama-protocol.ts';
import { OllamaReader } from './ollama-reader.ts';

/**
 * Ollama's own chat.
 *
 * @see https://docs.ollama.com/api/chat
 */
export class OllamaChat extends OllamaProtocol {
  readonly generate: OllamaGenerate;

  constructor(options: OllamaOptions) {
    super(options);
    this.generate = new OllamaGenerate(options);
  }

  request(turn: Turn, key?: string): WireRequest {
    const { tools = [] } = turn;
    const asked = (messages: Turn['messages']) => ({
      messages: messagesOf(messages),
      ...(tools.length > 0
        ? { tools: tools.map((tool) => ({ type: 'function', function: tool })) }
        : {}),
    });
    return this.streamed('/chat', turn, asked, key);
  }

  reader(turn: Turn, sink: ReplySink): ReplyReader {
    return new OllamaReader(turn, sink);
  }
}

/** Arguments travel as an object; the answer of a tool names the tool. */
function messagesOf(messages: readonly Message[]): object[] {
  const names = new Map<string, string>();
  return messages.map(({ role, content, toolCalls = [], toolCallId }) => {
    for (const { id, name } of toolCalls) names.set(id, name);
    if (toolCallId !== undefined)
      return { role, content, tool_name: names.get(toolCallId) ?? '', tool_call_id: toolCallId };
    if (toolCalls.length === 0) return { role, content };
    const calls = toolCalls.map(({ id, name, arguments: text }) => ({
      id,
      function: { name, arguments: argumentsOf(text) },
    }));
    return { role, content, tool_calls: calls };
  });
}

function argumentsOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}
