import { compileSchema } from '../../spec/compile-schema.ts';
import { jsonAnswer } from '../../spec/json-answer.ts';
import type { CompareChecks } from '../../spec/work/compare-workload.ts';
import { jsonForm } from '../normalize/json-form.ts';
import type { Normalizer } from '../normalize/normalizer.ts';
import { numberForm } from '../normalize/number-form.ts';
import { exactForm, textForm } from '../normalize/text-form.ts';

/** Whether an answer passes every check; null where none applies to its prompt. */
export type AnswerCheck = (text: string, expected: string | undefined) => boolean | null;

/** Null where nothing is checked. */
export async function answerCheck(checks: CompareChecks): Promise<AnswerCheck | null> {
  const { expected: by, schema, contains, matches } = checks;
  const ofAll: ((text: string) => boolean)[] = [];
  if (schema !== null) {
    const check = await compileSchema(schema);
    ofAll.push((text) => {
      const answer = jsonAnswer(text);
      return answer.ok && check(answer.value) === null;
    });
  }
  if (contains.length > 0) {
    const wanted = contains.map((each) => each.toLowerCase());
    ofAll.push((text) => wanted.every((each) => text.toLowerCase().includes(each)));
  }
  if (matches !== null) {
    const pattern = new RegExp(matches, 'u');
    ofAll.push((text) => pattern.test(text));
  }
  if (ofAll.length === 0 && by === null) return null;
  const same = by === null ? null : sameBy(by);
  return (text, expected) => {
    const isExpected = same !== null && expected !== undefined;
    if (ofAll.length === 0 && !isExpected) return null;
    if (isExpected && !same(text, expected)) return false;
    return ofAll.every((check) => check(text));
  };
}

/** What is expected may be written as the bare value of what a pointer points to. */
function sameBy(by: string): (text: string, expected: string) => boolean {
  const form = formBy(by);
  const pointed = by.startsWith('json:');
  return (text, expected) => {
    const got = form(text);
    if (got === null) return false;
    if (got.key === form(expected)?.key) return true;
    return pointed && got.key === textForm(expected)?.key;
  };
}

function formBy(by: string): Normalizer {
  if (by === 'exact') return exactForm;
  if (by === 'number') return numberForm;
  return by.startsWith('json:') ? jsonForm(by.slice('json:'.length)) : textForm;
}
