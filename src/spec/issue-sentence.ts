import type * as z from 'zod/mini';
import { knownFields } from './known-fields.ts';
import { namesThereAre, nearMiss } from './near-miss.ts';
import { type Path, type Place, valueAt } from './place.ts';
import { orWords, valueWords } from './value-words.ts';

type Issue = z.core.$ZodIssue;

const typeWords: Record<string, string> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
};

/**
 * What zod found, as one sentence: where, what was expected, what was there, and the near miss for
 * a name that does not exist. An unknown field is told first: it explains the missing one.
 */
export function issueSentence(
  issues: readonly Issue[],
  schema: z.ZodMiniType,
  value: unknown,
  place: Place,
): string {
  const found = deepest(issues, []);
  const { issue, path } = found.find(({ issue }) => issue.code === 'unrecognized_keys') ?? found[0];
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0];
    const known = knownFields(schema, path);
    return `${place([...path, key])}: unknown field \`${key}\`${namesThereAre(key, known)}`;
  }
  if (issue.code === 'invalid_key') {
    const names = orWords(issue.issues.flatMap((inner) => expected(inner)));
    return `${place(path)}: expected ${names}, got ${valueWords(path[path.length - 1])}`;
  }
  const words = `${place(path)}: expected ${orWords(expected(issue))}, got ${gotWords(value, path)}`;
  const given = valueAt(value, path);
  const near = typeof given === 'string' ? nearMiss(given, allowedWords(issue)) : null;
  return near === null ? words : `${words}; did you mean \`${near}\`?`;
}

interface Found {
  readonly issue: Issue;
  readonly path: Path;
}

/**
 * The issues with their whole paths. Where one of a union's shapes got further than the others, it
 * is the one that was meant, and what is wrong inside it is told in place of the union.
 */
function deepest(issues: readonly Issue[], base: Path): Found[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...(issue.path as (string | number)[])];
    if (issue.code === 'invalid_union') {
      const meant = issue.errors.find((branch) =>
        branch.some((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys'),
      );
      if (meant) return deepest(meant, path);
    }
    return [{ issue, path }];
  });
}

/** What would have fitted, one entry for each way. */
function expected(issue: Issue): string[] {
  // Without a locale zod says only this; any other message is what a schema of ours expects.
  if (issue.message !== 'Invalid input') return [issue.message];
  switch (issue.code) {
    case 'invalid_type':
      return [typeWords[issue.expected] ?? issue.expected];
    case 'invalid_value':
      return issue.values.map((value) => String(value));
    case 'invalid_union':
      return [...new Set(issue.errors.flatMap((branch) => expected(branch[0])))];
    case 'too_small':
      return [`at least ${issue.minimum}`];
    case 'too_big':
      return [`at most ${issue.maximum}`];
    default:
      return ['something else'];
  }
}

/** The words that are allowed here, where it is words that are expected. */
function allowedWords(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map((value) => String(value));
  if (issue.code !== 'invalid_union') return [];
  return issue.errors.flatMap((branch) => allowedWords(branch[0]));
}

/** A secret written where its place was asked for must not be shown. */
function gotWords(value: unknown, path: Path): string {
  if (path[path.length - 1] === 'key') return 'something else';
  return valueWords(valueAt(value, path));
}
