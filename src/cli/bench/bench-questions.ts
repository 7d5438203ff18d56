import { demonstrationPrompts } from '../../spec/prompts/demonstration.ts';
import type { PromptItem, PromptsWorkload } from '../../spec/resolved.ts';
import { count } from '../format.ts';

/** Questions of our own, for who brings none. */
export function ownQuestions(number: number): PromptsWorkload {
  const items = demonstrationPrompts(number);
  return { kind: 'prompts', items, repeat: 1, source: `${count(number)} questions of our own` };
}

/** The first so many of what was brought, and over again where there are fewer. */
export function broughtQuestions(brought: PromptsWorkload, number: number): PromptsWorkload {
  const { items: all, source: from } = brought;
  const items = Array.from({ length: number }, (_, index): PromptItem => {
    const { id, ...item } = all[index % all.length];
    // An id names one task: a question that is asked again is another one.
    return id === undefined || all.length < number ? item : { id, ...item };
  });
  const times = Math.ceil(number / all.length);
  const source =
    all.length > number
      ? `the first ${count(number)} of ${count(all.length)} questions (${from})`
      : `${count(number)} questions (${from}${times > 1 ? `, asked up to ${times} times` : ''})`;
  return { kind: 'prompts', items, repeat: 1, source };
}
