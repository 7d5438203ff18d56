import { asciiJson } from './protocols/ascii-json.ts';

type Json = Record<string, unknown>;

/** Applies an edit to every JSON value of a reply's text: its events, its lines, or the whole of it. */
export function editJson(text: string, edit: (value: unknown) => unknown): string {
  return text
    .split('\n')
    .map((line) => {
      const [, lead, json] = /^((?:data: ?)?)(\{.*|\[\{.*)$/.exec(line) ?? [];
      return json === undefined ? line : lead + asciiJson(edit(JSON.parse(json)));
    })
    .join('\n');
}

/** The value with `change` made to every object in it, the inner ones first. */
function everywhere(value: unknown, change: (object: Json) => unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => everywhere(part, change));
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(([name, part]) => [name, everywhere(part, change)]);
  return change(Object.fromEntries(parts));
}

/** Where the services tell their usage; Ollama by the times beside it, too. */
const usageFields = ['usage', 'usageMetadata'];
const countFields = ['prompt_eval_count', 'eval_count', 'total_duration'];

export function withoutUsage(value: unknown): unknown {
  return everywhere(value, (object) =>
    Object.fromEntries(
      Object.entries(object).filter(([name]) => ![...usageFields, ...countFields].includes(name)),
    ),
  );
}

export function withZeroUsage(value: unknown): unknown {
  const zero = (part: unknown): unknown => {
    if (typeof part === 'number') return 0;
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, zero(inner)]));
  };
  return everywhere(value, (object) =>
    Object.fromEntries(
      Object.entries(object).map(([name, part]) => {
        const isUsage = usageFields.includes(name) || name.endsWith('eval_count');
        return [name, isUsage ? zero(part) : part];
      }),
    ),
  );
}

export function withUnknownField(value: unknown): unknown {
  return Array.isArray(value)
    ? value
    : { surprise: [1, null, { deeper: true }], ...(value as Json) };
}

/** The answer as the model's refusal, each service in its own words; Ollama has none. */
export function asRefusal(value: unknown): unknown {
  return everywhere(value, (object) => {
    const { type, content, text, stop_reason: stop, finishReason } = object;
    if (type === 'response.output_text.delta') return { ...object, type: 'response.refusal.delta' };
    if (type === 'output_text') return { type: 'refusal', refusal: text };
    if (typeof stop === 'string') return { ...object, stop_reason: 'refusal' };
    if (typeof finishReason === 'string') return { ...object, finishReason: 'SAFETY' };
    const isChat = typeof content === 'string' && !('done' in object) && 'refusal' in object;
    const isDelta = typeof content === 'string' && Object.keys(object).length === 1;
    return isChat || isDelta ? { ...object, content: null, refusal: content } : object;
  });
}

/** The answer as what a filter has taken away. */
export function asFiltered(value: unknown): unknown {
  return everywhere(value, (object) => {
    const { type, object: kind, finish_reason: reason, stop_reason: stop, finishReason } = object;
    if (typeof reason === 'string') return { ...object, finish_reason: 'content_filter' };
    if (typeof stop === 'string') return { ...object, stop_reason: 'refusal' };
    if (typeof finishReason === 'string') return { ...object, finishReason: 'PROHIBITED_CONTENT' };
    if (type === 'response.completed') return { ...object, type: 'response.incomplete' };
    if (kind !== 'response' || object.status !== 'completed') return object;
    const details = { reason: 'content_filter' };
    return { ...object, status: 'incomplete', incomplete_details: details };
  });
}
