import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { CountedTexts } from './input-bounds.ts';
import type { Plan } from './plan.ts';

/** Counts every text of the plan, each once; see `countEach`. */
export function countTexts(plan: Plan): Promise<CountedTexts> {
  const texts = new Set<string>();
  for (let task = 0; task < plan.size; task++)
    for (const { content } of plan.messages(task)) texts.add(content);
  return countEach([...texts]);
}

/**
 * Counts texts with o200k_base. The tokenizer takes 70 MB, so it is asked in a process of its own,
 * which takes a fifth of a second and as long as there is to count, five seconds at most. What that
 * leaves uncounted, and all of it where the process fails or is aborted, counts -1.
 *
 * @param signal nobody waits for the count any more
 */
export async function countEach(
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<CountedTexts> {
  const counts = new Map(texts.map((text) => [text, -1]));
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const script = fileURLToPath(new URL(`./print-counts.${extension}`, import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'ignore'] });
  const stop = () => child.kill();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  const closed = once(child, 'close').catch(() => {});
  // It may end before it has read everything: then it has no time left to count more.
  const sent = pipeline(Readable.from(lines(texts)), child.stdin).catch(() => {});
  let output = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) output += chunk;
  await Promise.all([sent, closed]);
  signal?.removeEventListener('abort', stop);
  output
    .split('\n')
    .slice(0, -1)
    .forEach((count, index) => {
      counts.set(texts[index], Number(count));
    });
  return counts;
}

function* lines(texts: readonly string[]): Generator<string> {
  for (const text of texts) yield `${JSON.stringify(text)}\n`;
}
