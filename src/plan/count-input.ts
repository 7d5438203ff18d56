import type { ResolvedRole } from '../spec/resolved.ts';
import type { CountScale } from './count-scale.ts';
import { mapSpan, type Span } from './estimate.ts';
import { type Pieces, samplePieces } from './pieces.ts';
import type { Message, Plan } from './plan.ts';

/** Tasks of a role that are counted; of more than these, every n-th. */
export const mostCounted = 400;

/** What a chat protocol adds: about 3 tokens a message, and 3 that begin the answer. */
const tokensPerMessage = 3;
const tokensPerAnswer = 3;

/** Counts the tokens of a text. */
export type TokenCounter = (text: string) => number;

/**
 * A counter for o200k_base, the encoding of OpenAI's models since GPT-4o. Its table takes 70 MB, so
 * it is loaded when something is to be counted and not before.
 */
export async function loadTokenCounter(): Promise<TokenCounter> {
  const count = await loadTokenizer();
  const counted = new Map<string, number>();
  return (text) => {
    let tokens = counted.get(text);
    if (tokens === undefined) {
      tokens = inSlices(text, count);
      counted.set(text, tokens);
    }
    return tokens;
  };
}

/** Counts a text as it is, however long that takes. */
export async function loadTokenizer(): Promise<TokenCounter> {
  const { encode } = await import('gpt-tokenizer/encoding/o200k_base');
  // A prompt may hold `<|endoftext|>` as plain text; it is counted like any other.
  return (text) => encode(text, { disallowedSpecial: new Set() }).length;
}

/** Characters of a slice, and slices of one text that are counted; of more than these, every n-th. */
const sliceLength = 1000;
const mostSlices = 200;

/**
 * Counts a text whole, or in slices where so much of it is without a space: the tokenizer's time
 * grows with the square of the longest word, hours for a megabyte of one letter.
 */
function inSlices(text: string, count: TokenCounter): number {
  if (text.length <= sliceLength || !/\S{1000}/.test(text)) return count(text);
  const slices = Math.ceil(text.length / sliceLength);
  const step = Math.ceil(slices / mostSlices);
  let tokens = 0;
  let length = 0;
  for (let slice = 0; slice < slices; slice += step) {
    const part = text.slice(slice * sliceLength, (slice + 1) * sliceLength);
    tokens += count(part);
    length += part.length;
  }
  return Math.round((tokens * text.length) / length);
}

/**
 * Input tokens of all these tasks together. A large role is sampled evenly, and the span is widened
 * by twice the standard error of the sample.
 *
 * @param scale what the model's own tokenizer makes of our count
 */
export function countInput(
  plan: Plan,
  tasks: readonly number[],
  count: TokenCounter,
  { ratio, margin }: CountScale,
): Span {
  if (plan.pieces !== undefined) return countPieces(plan.pieces, tasks, count, { ratio, margin });
  const counted = sampleOf(tasks);
  const sample = counted.map((task) => countTurn(plan.messages(task), count) * ratio);
  const mean = sample.reduce((sum, tokens) => sum + tokens, 0) / sample.length;
  const variance = sample.reduce((sum, tokens) => sum + (tokens - mean) ** 2, 0) / sample.length;
  const error = counted.length === tasks.length ? 0 : 2 * Math.sqrt(variance / sample.length);
  return mapSpan(
    {
      low: Math.max(0, mean - error) * tasks.length * (1 - margin),
      expected: mean * tasks.length,
      high: (mean + error) * tasks.length * (1 + margin),
    },
    Math.round,
  );
}

/** As a few pieces count for their bytes, so all do. */
function countPieces(
  pieces: Pieces,
  tasks: readonly number[],
  count: TokenCounter,
  { ratio, margin }: CountScale,
): Span {
  const sample = samplePieces(pieces).map((piece) => {
    const text = pieces.text(piece);
    return (count(text) * ratio) / Buffer.byteLength(text);
  });
  const mean = sample.reduce((sum, share) => sum + share, 0) / sample.length;
  const variance = sample.reduce((sum, share) => sum + (share - mean) ** 2, 0) / sample.length;
  const error = sample.length === pieces.count ? 0 : 2 * Math.sqrt(variance / sample.length);
  const bytes = tasks.reduce((sum, task) => sum + (pieces.bytesOf(task) ?? 0), 0);
  return mapSpan(
    {
      low: Math.max(0, mean - error) * bytes * (1 - margin),
      expected: mean * bytes,
      high: (mean + error) * bytes * (1 + margin),
    },
    Math.round,
  );
}

/** What of a role goes with every call of it beside the messages; null where nothing does. */
export function schemaText({ schema }: Pick<ResolvedRole, 'schema'>): string | null {
  return schema ? JSON.stringify(schema) : null;
}

/** The tasks that are counted for all of these. */
export function sampleOf(tasks: readonly number[]): readonly number[] {
  const step = Math.max(1, Math.ceil(tasks.length / mostCounted));
  return step === 1 ? tasks : tasks.filter((_, index) => index % step === 0);
}

/** The texts that are counted for the input of these tasks, each once. */
export function sampledTexts(plan: Plan, tasksOfRoles: readonly (readonly number[])[]): string[] {
  const { pieces } = plan;
  if (pieces !== undefined) return samplePieces(pieces).map((piece) => pieces.text(piece));
  const texts = new Set<string>();
  for (const tasks of tasksOfRoles)
    for (const task of sampleOf(tasks))
      for (const { content } of plan.messages(task)) texts.add(content);
  return [...texts];
}

/** The tasks of each role, in their order. */
export function tasksByRole(plan: Plan, roles: number): number[][] {
  const tasks: number[][] = Array.from({ length: roles }, () => []);
  for (let task = 0; task < plan.size; task++) tasks[plan.role[task]].push(task);
  return tasks;
}

/** What the messages of a task count together, with what a protocol adds. */
export function countTurn(
  messages: readonly Pick<Message, 'content'>[],
  count: TokenCounter,
): number {
  let tokens = tokensPerAnswer;
  for (const { content } of messages) tokens += count(content) + tokensPerMessage;
  return tokens;
}
