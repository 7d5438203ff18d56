import type { HttpRequest } from '../http/request-reader.ts';
import { promptTokens } from '../prompt-tokens.ts';
import { hashText } from '../random.ts';
import { isServed, modelNotFound } from '../served-models.ts';
import { wordedSchema } from '../worded-schema.ts';
import { geminiPath } from './gemini-paths.ts';
import { GeminiReply } from './gemini-reply.ts';
import { geminiShape } from './gemini-shape.ts';
import {
  type GenerationAsk,
  type OfferedTool,
  type Protocol,
  Refusal,
  type ToolChoice,
  type ValueAsk,
} from './protocol.ts';
import { invalid, isObject, type JsonObject, readJson, wholeNumber } from './read-json.ts';

/** `POST /v1beta/models/{model}:generateContent` and its streaming twin. */
export const geminiGenerate: Protocol = {
  name: 'gemini',
  ...geminiShape,

  matches: (method, path) =>
    method === 'POST' && /^(g|streamG)enerateContent$/.test(methodOf(path) ?? ''),

  read(request: HttpRequest): GenerationAsk {
    const json = readJson(request.body);
    const { model = '' } = geminiPath(request.path) ?? {};
    const texts = readContents(json);
    const prompt = texts.join('\n');
    const config = isObject(json.generationConfig) ? json.generationConfig : {};
    const outputSchema = readSchema(config);
    const inputTokens = promptTokens(prompt.length, texts.length, outputSchema);
    const asEvents = request.query.get('alt') === 'sse';
    return {
      kind: 'generation',
      model,
      promptHash: hashText(prompt),
      promptTokens: inputTokens,
      maxOutputTokens: wholeNumber(config, 'maxOutputTokens'),
      // Without events its stream is one JSON array, which is sent whole here.
      stream: methodOf(request.path) === 'streamGenerateContent' && asEvents,
      argumentsAreText: false,
      tools: readTools(json.tools),
      toolChoice: readToolChoice(json.toolConfig),
      toolTurns: toolTurns(json.contents as readonly JsonObject[]),
      outputSchema,
      wordedSchema: wordedSchema(prompt),
      shape: (answer) =>
        new GeminiReply(model, inputTokens, answer, methodOf(request.path) !== 'generateContent'),
    };
  },
};

/** `POST /v1beta/models/{model}:countTokens`: of the contents alone, or of a whole request. */
export const geminiCountTokens: Protocol = {
  name: 'gemini-count-tokens',
  ...geminiShape,

  matches: (method, path) => method === 'POST' && methodOf(path) === 'countTokens',

  read(request: HttpRequest): ValueAsk {
    const { model = '' } = geminiPath(request.path) ?? {};
    if (!isServed(model)) throw new Refusal(modelNotFound(model));
    const texts = readContents(counted(readJson(request.body)));
    const totalTokens = promptTokens(texts.join('\n').length, texts.length);
    return { kind: 'value', body: JSON.stringify({ totalTokens }) };
  },
};

/** `GET /v1beta/models` and `/v1beta/models/{model}`. */
export const geminiModels: Protocol = {
  name: 'gemini-models',
  ...geminiShape,

  matches: (method, path) => method === 'GET' && /^\/v1beta\/models(\/[^/:]+)?$/.test(path),

  read({ path }: HttpRequest): ValueAsk {
    const id = path.slice('/v1beta/models/'.length);
    const describe = (name: string) => ({ name: `models/${name}`, displayName: name });
    if (id === '') {
      const listed = ['gemini-3.7-flash', 'gemini-3.1-pro-preview'];
      return { kind: 'value', body: JSON.stringify({ models: listed.map(describe) }) };
    }
    if (!isServed(id)) throw new Refusal(modelNotFound(id));
    return { kind: 'value', body: JSON.stringify(describe(id)) };
  },
};

/** The two forms of the question exclude each other, and a whole request names its model again. */
function counted(json: JsonObject): JsonObject {
  const { contents, generateContentRequest: whole } = json;
  if (!isObject(whole)) return json;
  const at = 'generate_content_request';
  if (contents !== undefined) throw invalid(`${at} and contents are mutually exclusive`, at);
  if (!/^models\/./.test(String(whole.model)))
    throw invalid(`* CountTokensRequest.${at}.model: unexpected model name format`, `${at}.model`);
  return whole;
}

function methodOf(path: string): string | undefined {
  return geminiPath(path)?.method;
}

/** The system instruction and each content as its role and its text. */
function readContents({ contents, systemInstruction }: JsonObject): string[] {
  if (!Array.isArray(contents) || contents.length === 0)
    throw invalid('* GenerateContentRequest.contents: contents is not specified', 'contents');
  const texts = contents.map((content: unknown) => {
    if (!isObject(content)) throw invalid('Invalid value at contents', 'contents');
    return `${content.role ?? 'user'}: ${textOf(content)}`;
  });
  return isObject(systemInstruction) ? [`system: ${textOf(systemInstruction)}`, ...texts] : texts;
}

function textOf(content: JsonObject): string {
  return parts(content)
    .map(({ text, ...other }) => (typeof text === 'string' ? text : JSON.stringify(other)))
    .join('\n');
}

function parts({ parts: list }: JsonObject): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function readTools(tools: unknown): OfferedTool[] {
  const list = Array.isArray(tools) ? tools.filter(isObject) : [];
  return list.flatMap(({ functionDeclarations: declared }) =>
    (Array.isArray(declared) ? declared.filter(isObject) : []).map((tool) => {
      const schema = tool.parametersJsonSchema ?? tool.parameters;
      return { name: String(tool.name), parameters: isObject(schema) ? lowerTypes(schema) : null };
    }),
  );
}

function readToolChoice(toolConfig: unknown): ToolChoice {
  const config = isObject(toolConfig) ? toolConfig.functionCallingConfig : null;
  if (!isObject(config)) return 'auto';
  const { mode, allowedFunctionNames: names } = config;
  if (mode === 'NONE') return 'none';
  if (mode !== 'ANY') return 'auto';
  return Array.isArray(names) && names.length > 0 ? { name: String(names[0]) } : 'required';
}

/** Contents of the model with calls since the user last said something that is no result. */
function toolTurns(contents: readonly JsonObject[]): number {
  const said = contents.findLastIndex(
    (content) =>
      content.role !== 'model' && !parts(content).some((part) => 'functionResponse' in part),
  );
  return contents
    .slice(said + 1)
    .filter((content) => parts(content).some((part) => 'functionCall' in part)).length;
}

function readSchema(config: JsonObject): JsonObject | null {
  const schema = config.responseJsonSchema ?? config.responseSchema;
  return isObject(schema) ? lowerTypes(schema) : null;
}

/** Google's own schemas name their types in capitals. */
function lowerTypes(schema: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    key === 'type' && typeof value === 'string' ? value.toLowerCase() : value,
  );
}
