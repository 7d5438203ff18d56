import type { HttpRequest } from '../http/request-reader.ts';
import { promptTokens } from '../prompt-tokens.ts';
import { hashText } from '../random.ts';
import { isServed, modelNotFound } from '../served-models.ts';
import { wordedSchema } from '../worded-schema.ts';
import { AnthropicReply } from './anthropic-reply.ts';
import { anthropicShape } from './anthropic-shape.ts';
import {
  type GenerationAsk,
  type OfferedTool,
  type Protocol,
  Refusal,
  type ToolChoice,
  type ValueAsk,
} from './protocol.ts';
import {
  invalid,
  isObject,
  type JsonObject,
  readJson,
  requiredText,
  truth,
  wholeNumber,
} from './read-json.ts';

/** What a version refuses even at its default. */
const refusedSince: readonly (readonly [version: string, fields: readonly string[]])[] = [
  ['2026-10-21', ['temperature', 'top_p', 'top_k']],
];

/** Anthropic Messages, `POST /v1/messages`. */
export const anthropicMessages: Protocol = {
  name: 'anthropic-messages',
  ...anthropicShape,

  matches: (method, path) => method === 'POST' && path === '/v1/messages',

  read(request: HttpRequest): GenerationAsk {
    const json = readJson(request.body);
    checkVersion(request, json);
    const model = requiredText(json, 'model');
    const maxOutputTokens = wholeNumber(json, 'max_tokens');
    if (maxOutputTokens === null) throw invalid('max_tokens: Field required', 'max_tokens');
    const messages = readMessages(json);
    const prompt = messages.join('\n');
    const outputSchema = readSchema(json.output_config);
    const inputTokens = promptTokens(prompt.length, messages.length, outputSchema);
    return {
      kind: 'generation',
      // Whole they are an object, in a stream pieces of text.
      argumentsAreText: truth(json, 'stream'),
      model,
      promptHash: hashText(prompt),
      promptTokens: inputTokens,
      maxOutputTokens,
      stream: truth(json, 'stream'),
      tools: readTools(json.tools),
      toolChoice: readToolChoice(json.tool_choice),
      toolTurns: toolTurns(json.messages as readonly JsonObject[]),
      outputSchema,
      wordedSchema: wordedSchema(prompt),
      shape: (answer) => new AnthropicReply(model, inputTokens, answer),
    };
  },
};

/** `POST /v1/messages/count_tokens`: the same body, and nothing is generated. */
export const anthropicCountTokens: Protocol = {
  name: 'anthropic-count-tokens',
  ...anthropicShape,

  matches: (method, path) => method === 'POST' && path === '/v1/messages/count_tokens',

  read(request: HttpRequest): ValueAsk {
    const json = readJson(request.body);
    checkVersion(request, json);
    const model = requiredText(json, 'model');
    if (!isServed(model)) throw new Refusal(modelNotFound(model));
    const messages = readMessages(json);
    const tokens = promptTokens(messages.join('\n').length, messages.length);
    return { kind: 'value', body: JSON.stringify({ input_tokens: tokens }) };
  },
};

function checkVersion(request: HttpRequest, json: JsonObject): void {
  const version = versionOf(request);
  for (const [since, fields] of refusedSince)
    for (const field of fields)
      if (version >= since && json[field] !== undefined)
        throw invalid(`${field}: not supported under anthropic-version ${version}`, field);
}

function versionOf({ headers }: HttpRequest): string {
  const version = headers['anthropic-version'];
  if (typeof version === 'string' && version !== '') return version;
  throw invalid('anthropic-version: header is required', 'anthropic-version');
}

/** The system text and each message as its role and its text. */
function readMessages(json: JsonObject): string[] {
  const { messages, system } = json;
  if (!Array.isArray(messages) || messages.length === 0)
    throw invalid('messages: at least one message is required', 'messages');
  const texts = messages.map((message: unknown, index) => {
    const at = `messages.${index}`;
    if (!isObject(message)) throw invalid(`${at}: Input should be an object`, at);
    const role = requiredText(message, 'role');
    if (role !== 'user' && role !== 'assistant')
      throw invalid(`${at}.role: Input should be 'user' or 'assistant'`, at);
    return `${role}: ${contentText(message.content, at)}`;
  });
  checkToolResults(messages as readonly JsonObject[]);
  return system === undefined ? texts : [`system: ${contentText(system, 'system')}`, ...texts];
}

/** Every call of a tool is answered in the very next message. */
function checkToolResults(messages: readonly JsonObject[]): void {
  messages.forEach(({ role, content }, index) => {
    if (role !== 'assistant') return;
    const next = blocks(messages[index + 1]?.content).map((block) => block.tool_use_id);
    for (const { type, id } of blocks(content))
      if (type === 'tool_use' && !next.includes(id))
        throw invalid(`messages.${index}: tool_use ids were found without tool_result: ${id}`);
  });
}

function contentText(content: unknown, at: string): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) throw invalid(`${at}.content: Field required`, at);
  return blocks(content)
    .map(({ text, content: inner, name, input }) =>
      [text, name, input && JSON.stringify(input), inner && JSON.stringify(inner)]
        .filter((part) => part !== undefined)
        .join(' '),
    )
    .join('\n');
}

function blocks(content: unknown): readonly JsonObject[] {
  return Array.isArray(content) ? content.filter(isObject) : [];
}

function readTools(tools: unknown): OfferedTool[] {
  if (!Array.isArray(tools)) return [];
  return tools.filter(isObject).map((tool) => ({
    name: requiredText(tool, 'name'),
    parameters: isObject(tool.input_schema) ? tool.input_schema : null,
  }));
}

function readToolChoice(choice: unknown): ToolChoice {
  if (!isObject(choice)) return 'auto';
  if (choice.type === 'any') return 'required';
  if (choice.type === 'none') return 'none';
  return choice.type === 'tool' ? { name: requiredText(choice, 'name') } : 'auto';
}

/** Calls of the assistant since the user last said something that is no result of a tool. */
function toolTurns(messages: readonly JsonObject[]): number {
  const said = messages.findLastIndex(
    ({ role, content }) =>
      role === 'user' && !blocks(content).some(({ type }) => type === 'tool_result'),
  );
  return messages
    .slice(said + 1)
    .filter(({ content }) => blocks(content).some(({ type }) => type === 'tool_use')).length;
}

function readSchema(config: unknown): JsonObject | null {
  const format = isObject(config) ? config.format : null;
  if (!isObject(format) || format.type !== 'json_schema') return null;
  if (!isObject(format.schema)) throw invalid('output_config.format.schema: Field required');
  return format.schema;
}
