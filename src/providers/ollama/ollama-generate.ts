import type { Message, Turn } from '../provider.ts';
import type { ReplyReader, ReplySink, WireRequest } from '../wire-protocol.ts';
import { OllamaGenerateReader } from './ollama-generate-reader.ts';
import { OllamaProtocol } from './ollama-protocol.ts';

/**
 * One prompt that a model goes on from: what models without a chat template are made for.
 *
 * What the system says goes as `system`, which the model's own template has a place for or leaves
 * out; messages of the user, as where a text comes in parts, are one prompt. A conversation with
 * answers in it is refused: made a transcript of, it would be told to the model in a form that it was
 * not trained on, and go on for the user too.
 *
 * @see https://docs.ollama.com/api/generate
 */
export class OllamaGenerate extends OllamaProtocol {
  request(turn: Turn, key?: string): WireRequest {
    const asked = (messages: Turn['messages']) => {
      const system = said('system', messages);
      return { prompt: said('user', messages), ...(system === '' ? {} : { system }) };
    };
    return this.streamed('/generate', turn, asked, key);
  }

  reader(turn: Turn, sink: ReplySink): ReplyReader {
    return new OllamaGenerateReader(turn, sink);
  }

  refusal({ messages, tools = [] }: Turn): string | null {
    if (tools.length > 0)
      return "Ollama's /api/generate takes no tools: a turn with tools wants ollama.api: chat";
    if (messages.some(({ role }) => role !== 'system' && role !== 'user'))
      return "Ollama's /api/generate takes one prompt: a conversation with answers in it wants a chat (ollama.api: chat)";
    // It would only load the model, and say that all is well.
    if (said('user', messages) === '')
      return "Ollama's /api/generate makes nothing of an empty prompt: say something";
    return null;
  }
}

function said(who: string, messages: readonly Message[]): string {
  const texts = messages.filter(({ role }) => role === who).map(({ content }) => content);
  return texts.join('\n\n');
}
