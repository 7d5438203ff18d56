import type { HttpRequest } from '../http/request-reader.ts';
import { promptTokens } from '../prompt-tokens.ts';
import { hashText } from '../random.ts';
import { wordedSchema } from '../worded-schema.ts';
import { openaiPath } from './openai-paths.ts';
import { openaiShape } from './openai-shape.ts';
import type { GenerationAsk, OfferedTool, Protocol, ToolChoice } from './protocol.ts';
import {
  invalid,
  isObject,
  type JsonObject,
  readJson,
  requiredText,
  truth,
  wholeNumber,
} from './read-json.ts';
import { ResponsesReply } from './responses-reply.ts';

/** OpenAI Responses, `POST /v1/responses`. Nothing is kept: the conversation travels whole. */
export const openaiResponses: Protocol = {
  name: 'openai-responses',
  ...openaiShape,
  matches: (method, path) => method === 'POST' && openaiPath(path) === '/responses',
  read(request: HttpRequest): GenerationAsk {
    const json = readJson(request.body);
    return responsesAsk(json, requiredText(json, 'model'));
  },
};

/** What a body of Responses asks for, whoever says which model answers. */
export function responsesAsk(json: JsonObject, model: string, echo: object = {}): GenerationAsk {
  const items = inputItems(json.input);
  const texts = items.map(itemText);
  if (typeof json.instructions === 'string') texts.unshift(`system: ${json.instructions}`);
  const prompt = texts.join('\n');
  const outputSchema = readSchema(json.text);
  const inputTokens = promptTokens(prompt.length, texts.length, outputSchema);
  return {
    kind: 'generation',
    model,
    promptHash: hashText(prompt),
    promptTokens: inputTokens,
    maxOutputTokens: wholeNumber(json, 'max_output_tokens'),
    stream: truth(json, 'stream'),
    tools: readTools(json.tools),
    toolChoice: readToolChoice(json.tool_choice),
    toolTurns: toolTurns(items),
    outputSchema,
    wordedSchema: wordedSchema(prompt),
    shape: (answer) => new ResponsesReply(model, inputTokens, answer, echo),
  };
}

/** The input as items: a text alone is a message of the user. */
export function inputItems(input: unknown): readonly JsonObject[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  if (!Array.isArray(input) || input.length === 0)
    throw invalid("Missing required parameter: 'input'.", 'input');
  return input.map((item: unknown, index) => {
    if (isObject(item)) return item;
    throw invalid(`Invalid type for 'input[${index}]': expected an object.`, `input[${index}]`);
  });
}

function itemText({ role, type, content, output, name, arguments: args }: JsonObject): string {
  const text = Array.isArray(content)
    ? content.map((part: JsonObject) => String(part?.text ?? '')).join('\n')
    : (content ?? output ?? `${name ?? ''}${args ?? ''}`);
  return `${role ?? type ?? 'user'}: ${typeof text === 'string' ? text : JSON.stringify(text)}`;
}

function readTools(tools: unknown): OfferedTool[] {
  if (!Array.isArray(tools)) return [];
  return tools
    .filter(isObject)
    .filter(({ type }) => type === 'function')
    .map((tool) => ({
      name: requiredText(tool, 'name'),
      parameters: isObject(tool.parameters) ? tool.parameters : null,
    }));
}

function readToolChoice(choice: unknown): ToolChoice {
  if (choice === 'none' || choice === 'required') return choice;
  return isObject(choice) && typeof choice.name === 'string' ? { name: choice.name } : 'auto';
}

/** Turns with calls since the user last said something: calls side by side are one. */
function toolTurns(items: readonly JsonObject[]): number {
  const said = items.findLastIndex(({ role }) => role === 'user');
  const after = items.slice(said + 1);
  return after.filter(
    ({ type }, index) => type === 'function_call' && after[index - 1]?.type !== 'function_call',
  ).length;
}

function readSchema(text: unknown): JsonObject | null {
  const format = isObject(text) ? text.format : null;
  if (!isObject(format) || format.type !== 'json_schema') return null;
  if (!isObject(format.schema))
    throw invalid("Missing required parameter: 'text.format.schema'.", 'text.format.schema');
  return format.schema;
}
