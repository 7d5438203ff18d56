import { namesThereAre } from '../near-miss.ts';
import type { Path, Place } from '../place.ts';
import { type Prompt, promptSchema } from '../schema/prompt.ts';
import { UsageError } from '../usage-error.ts';
import { validate } from '../validate.ts';
import type { PromptItem } from '../work/prompts-workload.ts';
import { fillTemplate } from './template.ts';

/** Checks one prompt after the other, and what they must not share. */
export interface PromptReader {
  /** A bare prompt: a line of text, an entry of a list. */
  text(prompt: string, place: Place): PromptItem;
  /** A prompt with what goes with it, as `promptSchema` has it. */
  record(value: unknown, place: Place): PromptItem;
}

/**
 * @param roles the names of the run's roles: a prompt that asks for another one is a UsageError; null
 *   takes any, where they are not known yet
 */
export function promptReader(roles: readonly string[] | null): PromptReader {
  const placeOfId = new Map<string, Place>();
  const known = roles === null ? null : new Set(roles);

  const claim = (id: string, place: Place) => {
    const earlier = placeOfId.get(id);
    if (earlier) {
      throw new UsageError(
        `${place(['id'])}: the id ${JSON.stringify(id)} is taken by ${earlier(['id'])}; ids must differ`,
      );
    }
    placeOfId.set(id, place);
  };

  return {
    text: (prompt, place) => ({ prompt: fillTemplate(prompt, {}, () => place([])) }),
    record(value, place) {
      const prompt: Prompt = validate(promptSchema, value, place);
      const id = prompt.id === undefined ? undefined : String(prompt.id);
      if (id !== undefined) claim(id, place);
      if (prompt.role !== undefined && known?.has(prompt.role) === false) {
        throw new UsageError(
          `${place(['role'])}: unknown role \`${prompt.role}\`${namesThereAre(prompt.role, known)}`,
        );
      }
      const vars = prompt.vars ?? {};
      const fill = (text: string, path: Path) => fillTemplate(text, vars, () => place(path));
      return {
        prompt: fill(prompt.prompt, ['prompt']),
        ...(id !== undefined && { id }),
        ...(prompt.system !== undefined && { system: fill(prompt.system, ['system']) }),
        ...(prompt.role !== undefined && { role: prompt.role }),
        ...(prompt.priority !== undefined && { priority: prompt.priority }),
        ...(prompt.deadlineSeconds !== undefined && { deadlineSeconds: prompt.deadlineSeconds }),
      };
    },
  };
}
