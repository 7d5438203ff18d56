import { namesThereAre, nearMiss } from '../../spec/near-miss.ts';
import { type Path, pathWords } from '../../spec/place.ts';
import { applySetting } from '../../spec/resolve/set-option.ts';
import { UsageError } from '../../spec/usage-error.ts';
import { validate } from '../../spec/validate.ts';
import type { TuningWish } from './command.ts';
import { CommandError } from './command-error.ts';
import { fixedFields, liveFields, liveSchema } from './live-schema.ts';
import { readSetting, type WrittenSetting } from './read-setting.ts';
import type { Word } from './read-words.ts';

/** The short words of `limit`, with the field of a spec that each one sets. */
export const limitFields: Readonly<Record<string, string>> = {
  rps: 'requestsPerSecond',
  rpm: 'requestsPerMinute',
  rph: 'requestsPerHour',
  rpd: 'requestsPerDay',
  tps: 'tokensPerSecond',
  tpm: 'tokensPerMinute',
  tph: 'tokensPerHour',
  tpd: 'tokensPerDay',
  burst: 'burst',
};

/** The words of `budget`, likewise. */
export const budgetFields: Readonly<Record<string, string>> = {
  run: 'usd',
  agent: 'perAgentUsd',
  day: 'perDayUsd',
};

/** `retry.retries=8 pool=50`, and before them a route that limits are for. */
export function parseSet(words: readonly Word[], end: number): TuningWish {
  const example = 'set retry.retries=8';
  return withRoute(words, (rest) => {
    if (rest.length === 0)
      throw new CommandError(end, `set takes fields with their values, as ${example}`);
    const settings = rest.map((word) => {
      const setting = readSetting(word, example);
      const takes = liveFields().get(setting.field) ?? [];
      // Here none is a word of its own, and not the lack of a limit.
      const isWord = setting.value === null && takes.includes('none');
      return { ...setting, value: isWord ? 'none' : setting.value, path: livePath(setting) };
    });
    return wishOf(settings);
  });
}

/** `rpm=60 tpm=none`, and before them the route that they are for. */
export function parseLimit(words: readonly Word[], end: number): TuningWish {
  const example = 'limit rpm=60 tpm=60k';
  return withRoute(words, (rest) => {
    if (rest.length === 0)
      throw new CommandError(end, `limit takes limits with their values, as ${example}`);
    const settings = rest.map((word) => {
      const setting = readSetting(word, example);
      const field = limitFields[setting.field];
      if (field !== undefined) return { ...setting, path: ['limits', field] };
      throw new CommandError(
        setting.at,
        `there is no limit \`${setting.field}\`${namesThereAre(setting.field, Object.keys(limitFields))}`,
      );
    });
    return wishOf(settings);
  });
}

/** `kaoz=300 order=200`, of roles that there are. */
export function parseByRole(
  field: 'agents' | 'shares',
  words: readonly Word[],
  roles: readonly string[],
  example: string,
): TuningWish {
  const settings = words.map((word) => {
    const setting = readSetting(word, example);
    if (roles.includes(setting.field)) return { ...setting, path: [field, setting.field] };
    throw new CommandError(
      setting.at,
      `there is no role \`${setting.field}\`${namesThereAre(setting.field, roles)}`,
    );
  });
  return wishOf(settings);
}

/** `40`, `none`, `agent=0.1 day=50`. */
export function parseBudget(words: readonly Word[], end: number): TuningWish {
  const example = 'budget 40';
  if (words.length === 0)
    throw new CommandError(end, 'budget takes US dollars or none, as budget 40 or budget day=50');
  const settings = words.map((word) => {
    const bare = !word.text.includes('=');
    const setting = readSetting(bare ? { ...word, text: `run=${word.text}` } : word, example);
    const field = budgetFields[setting.field];
    const name = bare ? 'budget' : setting.field;
    if (field !== undefined) return { ...setting, field: name, path: ['budget', field] };
    throw new CommandError(
      setting.at,
      `there is no budget \`${setting.field}\`${namesThereAre(setting.field, Object.keys(budgetFields))}`,
    );
  });
  return wishOf(settings);
}

/** The words begin with a route where the first of them sets nothing. */
function withRoute(
  words: readonly Word[],
  parse: (rest: readonly Word[]) => TuningWish,
): TuningWish {
  const [first] = words;
  if (first === undefined || first.text.includes('=')) return parse(words);
  return { ...parse(words.slice(1)), route: first.text };
}

function livePath({ at, field }: WrittenSetting): Path {
  const path = field.split('.');
  const [top] = path;
  if (fixedFields.includes(top))
    throw new CommandError(
      at,
      `${top} cannot change while the run lives; it is taken from the next run's spec`,
    );
  const known = liveFields();
  // Agents by role, and a range of concurrency, are no fields of the schema by name.
  if (known.has(field) || known.has(top)) return path;
  const near = nearMiss(field, known.keys());
  const mend = near === null ? '' : `; did you mean \`${near}\`?`;
  throw new CommandError(at, `unknown field \`${field}\`${mend}`);
}

interface Setting extends WrittenSetting {
  readonly path: Path;
}

/** The settings as a wish, checked as a spec is. */
function wishOf(settings: readonly Setting[]): TuningWish {
  const value: Record<string, unknown> = {};
  for (const setting of settings) applySetting(value, setting, undefined);
  const written = (path: Path) =>
    settings.find((setting) =>
      [...setting.path.keys()].every(
        (step) => step >= path.length || setting.path[step] === path[step],
      ),
    );
  let at = settings[0].at;
  try {
    return validate(liveSchema, value, (path) => {
      const setting = written(path);
      at = setting?.at ?? at;
      return setting?.field ?? pathWords(path);
    }) as TuningWish;
  } catch (error) {
    if (error instanceof UsageError) throw new CommandError(at, error.message);
    throw error;
  }
}
