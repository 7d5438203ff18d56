import { sampleOf } from './count-input.ts';
import type { Message, Plan } from './plan.ts';

/** What is sent of a text, at most: a sample has to go quickly, and its beginning stands for it. */
const mostCharacters = 8_000;

export interface SampledTurn {
  /** The first task that sends it. */
  readonly task: number;
  readonly messages: readonly Message[];
}

export interface TurnSample {
  readonly turns: readonly SampledTurn[];
  /** Different ones that they were chosen from. */
  readonly among: number;
}

/** A few turns, evenly from all different ones of these tasks, long texts cut. */
export function sampleTurns(plan: Plan, tasks: readonly number[], most: number): TurnSample {
  const all = new Map<string, SampledTurn>();
  // Each of them is large: no more are read than are chosen.
  const sample = plan.pieces === undefined ? sampleOf(tasks) : evenly(tasks, most);
  for (const task of sample) {
    const messages = plan.messages(task).map(cut);
    const key = [plan.role[task], ...messages.map(({ content }) => content)].join('\0');
    if (!all.has(key)) all.set(key, { task, messages });
  }
  const different = [...all.values()];
  return { turns: evenly(different, most), among: different.length };
}

function evenly<T>(all: readonly T[], most: number): T[] {
  const number = Math.min(most, all.length);
  return Array.from(
    { length: number },
    (_, index) => all[Math.floor((index * all.length) / number)],
  );
}

function cut(message: Message): Message {
  const { content } = message;
  if (content.length <= mostCharacters) return message;
  // The cut may have gone through a character of two units.
  return { ...message, content: content.slice(0, mostCharacters).toWellFormed() };
}
