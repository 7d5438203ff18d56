import { Refusal } from './protocol.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The body as a JSON object; a `Refusal` with 400 where it is none. */
export function readJson(body: Buffer): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    throw invalid('We could not parse the JSON body of your request.');
  }
  if (!isObject(value)) throw invalid('The body of the request must be a JSON object.');
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A positive whole number, or null where the field is missing or null. */
export function wholeNumber(json: JsonObject, field: string): number | null {
  const value = json[field];
  if (value === undefined || value === null) return null;
  if (Number.isSafeInteger(value) && (value as number) >= 1) return value as number;
  throw invalid(`Invalid '${field}': expected a whole number of at least 1.`, field);
}

/** False where the field is missing or null. */
export function truth(json: JsonObject, field: string): boolean {
  const value = json[field] ?? false;
  if (typeof value === 'boolean') return value;
  throw invalid(`Invalid type for '${field}': expected a boolean.`, field);
}

/** A text that is there and not empty. */
export function requiredText(json: JsonObject, field: string): string {
  const value = json[field];
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`Missing required parameter: '${field}' must be a text that is not empty.`, field);
}

/** The refusal of a request that is not as the service wants it. */
export function invalid(message: string, field?: string): Refusal {
  return new Refusal({ status: 400, kind: 'invalid-request', message, field });
}
