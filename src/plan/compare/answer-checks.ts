import { compileSchema } from '../../spec/compile-schema.ts';
import { jsonAnswer } from '../../spec/json-answer.ts';
import type { CompareChecks } from '../../spec/work/compare-workload.ts';
import { namedNormalizer } from '../normalize/named-normalizer.ts';
import { textForm } from '../normalize/text-form.ts';

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
  return (text, expected) => {
    const isExpected = by !== null && expected !== undefined;
    if (ofAll.length === 0 && !isExpected) return null;
    if (isExpected && !isSame(text, expected, by)) return false;
    return ofAll.every((check) => check(text));
  };
}

/** What is expected may be written as the bare value of what a pointer points to. */
function isSame(text: string, expected: string, by: string): boolean {
  const form = namedNormalizer(by);
  const got = form(text)?.key;
  if (got === undefined) return false;
  return got === form(expected)?.key || (by.startsWith('json:') && got === textForm(expected)?.key);
}
