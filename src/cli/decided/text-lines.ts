import { count } from '../format.ts';

/** A text that is longer is told by where it stands. */
const mostCharacters = 2_000;
const mostLines = 30;

/** A text below its head where it is short. */
export function textLines(head: string, text: string): string[] {
  const lines = text.trim().split('\n');
  const isShort = text.length <= mostCharacters && lines.length <= mostLines;
  if (!isShort) return [`${head}: ${count(text.length)} characters, in outcome.json`];
  return [`${head}:`, '', ...lines];
}
