import { namesThereAre } from '../near-miss.ts';
import type { Path, Place } from '../place.ts';
import { type PromptBesides, promptSchema } from '../schema/prompt.ts';
import { UsageError } from '../usage-error.ts';
import { validate } from '../validate.ts';
import type { PromptItem } from '../work/prompts-workload.ts';
import { fillTemplate } from './template.ts';

/** Checks one prompt after the other, and what they must not share. */
export interface PromptReader<Item = PromptItem> {
  /** What the text of a prompt is called in records and columns. */
  readonly called: 'prompt' | 'question';
  /** A bare prompt: a line of text, an entry of a list. */
  text(prompt: string, place: Place): Item;
  /** A prompt with what goes with it, as `promptSchema` has it. */
  record(value: unknown, place: Place): Item;
  /** Columns of a table that are fields of their own, besides those of every prompt. */
  readonly ownColumns?: readonly string[];
}

/**
 * @param roles the names of the run's roles: a prompt that asks for another one is a UsageError; null
 *   takes any, where they are not known yet
 */
export function promptReader(roles: readonly string[] | null): PromptReader {
  const checks = new RecordChecks(roles);
  return {
    called: 'prompt',
    text: (prompt, place) => ({ prompt: fillTemplate(prompt, {}, () => place([])) }),
    record(value, place) {
      const { prompt, ...besides } = validate(promptSchema, value, place);
      return {
        prompt: fillTemplate(prompt, besides.vars ?? {}, () => place(['prompt'])),
        ...checks.besides(besides, place),
      };
    },
  };
}

/** What holds for all records that are read together: each id once, and roles that there are. */
export class RecordChecks {
  private readonly placeOfId = new Map<string, Place>();
  private readonly roles: ReadonlySet<string> | null;

  /** @param roles null takes any */
  constructor(roles: readonly string[] | null) {
    this.roles = roles === null ? null : new Set(roles);
  }

  /** What goes with a text, its vars filled in. */
  besides(record: PromptBesides, place: Place): Omit<PromptItem, 'prompt'> {
    const { system, role, priority, deadlineSeconds, vars = {} } = record;
    const id = record.id === undefined ? undefined : String(record.id);
    if (id !== undefined) this.claim(id, place);
    if (role !== undefined && this.roles?.has(role) === false) {
      throw new UsageError(
        `${place(['role'])}: unknown role \`${role}\`${namesThereAre(role, this.roles)}`,
      );
    }
    const fill = (text: string, path: Path) => fillTemplate(text, vars, () => place(path));
    return {
      ...(id !== undefined && { id }),
      ...(system !== undefined && { system: fill(system, ['system']) }),
      ...(role !== undefined && { role }),
      ...(priority !== undefined && { priority }),
      ...(deadlineSeconds !== undefined && { deadlineSeconds }),
    };
  }

  private claim(id: string, place: Place): void {
    const earlier = this.placeOfId.get(id);
    if (earlier) {
      throw new UsageError(
        `${place(['id'])}: the id ${JSON.stringify(id)} is taken by ${earlier(['id'])}; ids must differ`,
      );
    }
    this.placeOfId.set(id, place);
  }
}
