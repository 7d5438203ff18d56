/** A model's answer as JSON, or why it is none. */
export type JsonAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string };

/** Reads an answer that is to be JSON; a fence of Markdown around it is taken off. */
export function jsonAnswer(text: string): JsonAnswer {
  const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?\s*```\s*$/.exec(text);
  const written = (fenced?.[1] ?? text).trim();
  if (written === '') return { ok: false, problem: 'it is empty' };
  try {
    return { ok: true, value: JSON.parse(written) };
  } catch (error) {
    return { ok: false, problem: `it is not JSON: ${(error as Error).message}` };
  }
}
