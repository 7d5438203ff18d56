import { namesThereAre, nearMiss } from '../../spec/near-miss.ts';
import { failureNames } from '../failure-codes.ts';
import { fieldMatcher, nameMatcher } from './name-matcher.ts';
import { namesOf } from './names-of.ts';
import type { SelectionFacts } from './selection-facts.ts';
import { type FieldName, type NameField, statusWords } from './selection-fields.ts';
import type { NameValue, Selection } from './selection-term.ts';

/** So many names at most are compared for a near miss: a run may have 100,000 tasks. */
const compared = 2_000;

/**
 * A name in the selection that nothing in this run is called, as one sentence with the near miss;
 * null where there is none. A misspelt role would select nothing and, negated, everything.
 */
export function unknownName(
  selection: Selection,
  facts: SelectionFacts,
): { readonly at: number; readonly message: string } | null {
  for (const term of selection.terms) {
    const { test } = term;
    if (test.kind !== 'name' && test.kind !== 'word') continue;
    for (const name of test.names) {
      const message =
        test.kind === 'word' ? unknownWord(name, facts) : unknownIn(test.field, name, facts);
      if (message !== null) return { at: term.at, message: `${term.text}: ${message}` };
    }
  }
  return null;
}

function unknownIn(field: NameField, name: NameValue, facts: SelectionFacts): string | null {
  const matches = fieldMatcher(field, [name]);
  for (const known of namesOf(field, facts)) if (matches(known)) return null;
  return `this run has no ${field} \`${name.text}\`${namesThereAre(name.text, some(field, facts))}`;
}

function unknownWord(name: NameValue, facts: SelectionFacts): string | null {
  const matches = nameMatcher([name]);
  const ownFields: readonly NameField[] = ['agent', 'tag', 'task'];
  for (const field of ownFields)
    for (const known of namesOf(field, facts)) if (matches(known)) return null;
  const said = `this run has no tag, task or agent \`${name.text}\``;
  const field = fieldOfWord(name.text, facts);
  if (field !== null) return `${said}; did you mean \`${field}:${name.text}\`?`;
  const near = nearMiss(
    name.text,
    ownFields.flatMap((own) => some(own, facts)),
  );
  return near === null ? said : `${said}; did you mean \`${near}\`?`;
}

/** The field that has this very word as a value: `failed` was meant as `status:failed`. */
function fieldOfWord(word: string, facts: SelectionFacts): FieldName | null {
  if ((statusWords as readonly string[]).includes(word)) return 'status';
  if ((failureNames as readonly string[]).includes(word)) return 'error';
  for (const field of ['role', 'tier', 'workflow', 'provider', 'model', 'route'] as const)
    for (const known of namesOf(field, facts)) if (known === word) return field;
  return null;
}

function some(field: NameField, facts: SelectionFacts): string[] {
  const names: string[] = [];
  for (const name of namesOf(field, facts)) {
    if (names.length === compared) break;
    names.push(name);
  }
  return names;
}
