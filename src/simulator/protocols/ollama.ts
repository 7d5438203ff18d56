import { embeddingOf } from '../embedding.ts';
import type { HttpRequest } from '../http/request-reader.ts';
import { promptTokens } from '../prompt-tokens.ts';
import { hashText } from '../random.ts';
import { isServed } from '../served-models.ts';
import { wordedSchema } from '../worded-schema.ts';
import { OllamaModels } from './ollama-models.ts';
import { pullAsk } from './ollama-pull.ts';
import { OllamaReply } from './ollama-reply.ts';
import { keepAliveMs, ollamaShape, unknownModel } from './ollama-shape.ts';
import type { Ask, GenerationAsk, OfferedTool, Protocol } from './protocol.ts';
import {
  invalid,
  isObject,
  type JsonObject,
  readJson,
  requiredText,
  truth,
  wholeNumber,
} from './read-json.ts';

type Endpoint = (request: HttpRequest, models: OllamaModels) => Ask;

/** What is served, by method and path. */
const endpoints: Readonly<Record<string, Endpoint>> = {
  'GET /api/version': () => value({ version: '0.13.5' }),
  'GET /api/tags': (_, models) => value({ models: models.tags() }),
  'GET /api/ps': (_, models) => value({ models: models.running() }),
  'POST /api/show': ({ body }, models) => {
    const model = modelOf(readJson(body));
    mustBeThere(model, models);
    return value({
      details: { family: 'llama', format: 'gguf' },
      model_info: { 'general.architecture': 'llama', 'llama.context_length': 131_072 },
      capabilities: ['completion', 'tools'],
    });
  },
  'DELETE /api/delete': ({ body }, models) => {
    const model = modelOf(readJson(body));
    if (!models.delete(model)) throw unknownModel(model);
    return { kind: 'value', body: '' };
  },
  'POST /api/pull': ({ body }, models) => {
    const json = readJson(body);
    return pullAsk(modelOf(json), json.stream !== false, models);
  },
  'POST /api/chat': ({ body }, models) => chatAsk(readJson(body), models),
  'POST /api/generate': ({ body }, models) => generateAsk(readJson(body), models),
  'POST /api/embed': ({ body }, models) => embedAsk(readJson(body), models),
};

/** Ollama's own interface, with what it has installed and loaded. */
export function ollama(): Protocol {
  const models = new OllamaModels();
  const endpointOf = (method: string, path: string) => endpoints[`${method} ${path}`];
  return {
    name: 'ollama',
    ...ollamaShape,
    matches: (method, path) => endpointOf(method, path) !== undefined,
    read: (request) => endpointOf(request.method, request.path)(request, models),
  };
}

function mustBeThere(model: string, models: OllamaModels): void {
  if (!isServed(model) || models.mustBePulled(model)) throw unknownModel(model);
}

function chatAsk(json: JsonObject, models: OllamaModels): Ask {
  const model = modelOf(json);
  const messages = Array.isArray(json.messages) ? json.messages.filter(isObject) : [];
  const lasts = keepAliveMs(json.keep_alive);
  mustBeThere(model, models);
  const cold = models.use(model, lasts);
  if (messages.length === 0) return loaded(model, lasts === 0);
  const texts = messages.map(({ role, content }) => `${role}: ${content ?? ''}`);
  return generation(json, model, texts, cold, {
    tools: readTools(json.tools),
    toolTurns: toolTurns(messages),
    isChat: true,
  });
}

function generateAsk(json: JsonObject, models: OllamaModels): Ask {
  const model = modelOf(json);
  const lasts = keepAliveMs(json.keep_alive);
  mustBeThere(model, models);
  const cold = models.use(model, lasts);
  const { prompt = '', system } = json;
  if (prompt === '') return loaded(model, lasts === 0);
  const texts = [...(typeof system === 'string' ? [system] : []), String(prompt)];
  return generation(json, model, texts, cold, { tools: [], toolTurns: 0, isChat: false });
}

interface Kind {
  readonly tools: readonly OfferedTool[];
  readonly toolTurns: number;
  readonly isChat: boolean;
}

function generation(
  json: JsonObject,
  model: string,
  texts: readonly string[],
  cold: boolean,
  { tools, toolTurns: turns, isChat }: Kind,
): GenerationAsk {
  const options = isObject(json.options) ? json.options : {};
  const prompt = texts.join('\n');
  const inputTokens = promptTokens(prompt.length, texts.length);
  return {
    kind: 'generation',
    model,
    promptHash: hashText(prompt),
    promptTokens: inputTokens,
    maxOutputTokens:
      (options.num_predict as number) < 0 ? null : wholeNumber(options, 'num_predict'),
    // It streams unless it is told not to.
    stream: json.stream === undefined || truth(json, 'stream'),
    tools,
    toolTurns: turns,
    outputSchema: isObject(json.format) ? json.format : null,
    wordedSchema: wordedSchema(prompt),
    isCold: cold,
    argumentsAreText: false,
    shape: (answer, times) => new OllamaReply({ model, inputTokens, answer, times, isChat }),
  };
}

function embedAsk(json: JsonObject, models: OllamaModels): Ask {
  const model = modelOf(json);
  mustBeThere(model, models);
  models.use(model, keepAliveMs(json.keep_alive));
  const input = Array.isArray(json.input) ? json.input.map(String) : [String(json.input ?? '')];
  const tokens = input.reduce((sum, text) => sum + promptTokens(text.length, 0), 0);
  const size = wholeNumber(json, 'dimensions') ?? 384;
  const embeddings = input.map((text) => Array.from(embeddingOf(text, size)));
  return value({ model, embeddings, total_duration: 1_000_000, prompt_eval_count: tokens });
}

/** A call without a prompt only loads a model, or lets it go; it is never streamed. */
function loaded(model: string, unload: boolean): Ask {
  const done_reason = unload ? 'unload' : 'load';
  const message = { role: 'assistant', content: '' };
  return value({ model, created_at: new Date().toISOString(), message, done: true, done_reason });
}

function modelOf(json: JsonObject): string {
  return typeof json.name === 'string' ? json.name : requiredText(json, 'model');
}

function readTools(tools: unknown): OfferedTool[] {
  if (!Array.isArray(tools)) return [];
  return tools.filter(isObject).map(({ function: of }) => {
    if (!isObject(of)) throw invalid('tools: function is required');
    return {
      name: requiredText(of, 'name'),
      parameters: isObject(of.parameters) ? of.parameters : null,
    };
  });
}

function toolTurns(messages: readonly JsonObject[]): number {
  const said = messages.findLastIndex(({ role }) => role === 'user');
  return messages.slice(said + 1).filter(({ tool_calls: calls }) => Array.isArray(calls)).length;
}

function value(json: object): Ask {
  return { kind: 'value', body: JSON.stringify(json) };
}
