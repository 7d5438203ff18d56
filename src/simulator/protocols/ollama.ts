import type { SimulatorConfig } from '../config.ts';
import { embeddingOf } from '../embedding.ts';
import type { HttpRequest } from '../http/request-reader.ts';
import { promptTokens } from '../prompt-tokens.ts';
import { hashText } from '../random.ts';
import { isServed } from '../served-models.ts';
import { wordedSchema } from '../worded-schema.ts';
import { capabilitiesOf, OllamaModels } from './ollama-models.ts';
import { pullAsk } from './ollama-pull.ts';
import { OllamaReply } from './ollama-reply.ts';
import { keepAliveMs, nanosecondsAMs, ollamaShape, unknownModel } from './ollama-shape.ts';
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
import { vectorsAsk } from './vectors-ask.ts';

/** What small models for vectors give. */
const usualDimensions = 384;

type Endpoint = (request: HttpRequest, models: OllamaModels, config: SimulatorConfig) => Ask;

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
      capabilities: capabilitiesOf(model),
    });
  },
  'DELETE /api/delete': ({ body }, models) => {
    const model = modelOf(readJson(body));
    if (!models.delete(model)) throw unknownModel(model);
    return { kind: 'value', body: '' };
  },
  'POST /api/pull': ({ body }, models, { modelPullMs }) => {
    const json = readJson(body);
    return pullAsk(modelOf(json), json.stream !== false, models, modelPullMs);
  },
  'POST /api/chat': ({ body }, models, config) => chatAsk(readJson(body), models, config),
  'POST /api/generate': ({ body }, models, config) => generateAsk(readJson(body), models, config),
  'POST /api/embed': ({ body }, models) => embedAsk(readJson(body), models),
};

/**
 * Ollama's own interface, with what it has installed and loaded.
 *
 * @param config what holds now
 */
export function ollama(config: () => SimulatorConfig): Protocol {
  const models = new OllamaModels();
  const endpointOf = (method: string, path: string) => endpoints[`${method} ${path}`];
  return {
    name: 'ollama',
    ...ollamaShape,
    matches: (method, path) => endpointOf(method, path) !== undefined,
    read: (request) => endpointOf(request.method, request.path)(request, models, config()),
  };
}

function mustBeThere(model: string, models: OllamaModels): void {
  if (!isServed(model) || models.mustBePulled(model)) throw unknownModel(model);
}

function mustGiveText(model: string, what: string): void {
  if (capabilitiesOf(model).includes('completion')) return;
  throw invalid(`"${model}" does not support ${what}`);
}

function chatAsk(json: JsonObject, models: OllamaModels, { modelLoadMs }: SimulatorConfig): Ask {
  const model = modelOf(json);
  const messages = Array.isArray(json.messages) ? json.messages.filter(isObject) : [];
  const lasts = keepAliveMs(json.keep_alive);
  mustBeThere(model, models);
  mustGiveText(model, 'chat');
  const cold = models.use(model, lasts, contextOf(json));
  if (messages.length === 0) {
    const said = { message: { role: 'assistant', content: '' } };
    return loaded(model, said, lasts === 0, cold ? modelLoadMs : 0);
  }
  const texts = messages.map(({ role, content }) => `${role}: ${content ?? ''}`);
  return generation(json, model, texts, cold, {
    tools: readTools(json.tools),
    toolTurns: toolTurns(messages),
    isChat: true,
  });
}

function generateAsk(
  json: JsonObject,
  models: OllamaModels,
  { modelLoadMs }: SimulatorConfig,
): Ask {
  const model = modelOf(json);
  const lasts = keepAliveMs(json.keep_alive);
  mustBeThere(model, models);
  mustGiveText(model, 'generate');
  const cold = models.use(model, lasts, contextOf(json));
  const { prompt = '', system } = json;
  if (prompt === '') return loaded(model, { response: '' }, lasts === 0, cold ? modelLoadMs : 0);
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
  const isCold = models.use(model, keepAliveMs(json.keep_alive), contextOf(json));
  const texts = inputOf(json);
  // Nothing to embed only loads it.
  if (texts.length === 0) return value({ model, embeddings: [] });
  const size = wholeNumber(json, 'dimensions') ?? usualDimensions;
  return vectorsAsk({
    model,
    texts,
    isCold,
    reply: (prompt_eval_count, { endMs, loadMs }) => ({
      model,
      embeddings: texts.map((text) => Array.from(embeddingOf(text, size))),
      total_duration: Math.round(endMs * nanosecondsAMs),
      load_duration: Math.round(loadMs * nanosecondsAMs),
      prompt_eval_count,
    }),
  });
}

function inputOf({ input = [] }: JsonObject): string[] {
  if (typeof input === 'string') return input === '' ? [] : [input];
  if (Array.isArray(input) && input.every((text) => typeof text === 'string')) return input;
  throw invalid('invalid input type');
}

/** A call without a prompt only loads a model, or lets it go; it is never streamed. */
function loaded(model: string, said: object, unload: boolean, loadMs: number): Ask {
  const done_reason = unload ? 'unload' : 'load';
  const created_at = new Date().toISOString();
  const reply = { model, created_at, ...said, done: true, done_reason };
  if (unload || loadMs === 0) return value(reply);
  const parts = [{ afterMs: loadMs, text: JSON.stringify(reply) }];
  return { kind: 'script', streamType: 'application/json', parts, done: () => {} };
}

/** Undefined is the server's own. */
function contextOf({ options }: JsonObject): number | undefined {
  return isObject(options) ? (wholeNumber(options, 'num_ctx') ?? undefined) : undefined;
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
