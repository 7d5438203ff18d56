import { demonstrationPrompts } from '../../spec/prompts/demonstration.ts';
import { UsageError } from '../../spec/usage-error.ts';
import type { PromptItem, PromptsWorkload } from '../../spec/work/prompts-workload.ts';
import type { Workload } from '../../spec/work/workload.ts';
import { count } from '../format.ts';

/** Questions of our own, for who brings none. */
export function ownQuestions(number: number): PromptsWorkload {
  const items = demonstrationPrompts(number);
  return { kind: 'prompts', items, repeat: 1, source: `${count(number)} questions of our own` };
}

/**
 * The first so many of what was brought, and over again where there are fewer.
 *
 * @throws UsageError where that is work of another kind: its tasks wait for each other
 */
export function broughtQuestions(brought: Workload, number: number): PromptsWorkload {
  if (brought.kind !== 'prompts')
    throw new UsageError(
      `bench: it asks prompts and no ${brought.kind}; give --prompts FILE, or none for questions of its own`,
    );
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
