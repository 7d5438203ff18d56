import type { Place } from '../place.ts';
import { questionSchema } from '../schema/prompt.ts';
import { UsageError } from '../usage-error.ts';
import { validate } from '../validate.ts';
import type { QuestionItem } from '../work/consensus-workload.ts';
import { type PromptReader, RecordChecks } from './prompt-reader.ts';
import { fillTemplate, type Variables } from './template.ts';

/** What voters are asked in place of the question alone. */
export interface QuestionTemplate {
  readonly text: string;
  /** What a sentence about it begins with. */
  readonly where: string;
}

/**
 * Reads questions from where prompts are read from.
 *
 * @param template null where the question is asked as it is
 * @throws UsageError where the template has no place for the question
 */
export function questionReader(
  roles: readonly string[],
  template: QuestionTemplate | null,
): PromptReader<QuestionItem> {
  const checks = new RecordChecks(roles);
  if (template !== null && !/\{\{\s*question\s*\}\}/.test(template.text)) {
    throw new UsageError(`${template.where}: expected {{question}} where the question is to stand`);
  }
  const asked = (question: string, vars: Variables) =>
    template === null
      ? { question }
      : {
          question,
          prompt: fillTemplate(template.text, { ...vars, question }, () => template.where),
        };
  return {
    called: 'question',
    text: (question, place: Place) =>
      asked(
        fillTemplate(question, {}, () => place([])),
        {},
      ),
    record(value, place) {
      const { question, ...besides } = validate(questionSchema, value, place);
      const { vars = {} } = besides;
      const text = fillTemplate(question, vars, () => place(['question']));
      return { ...asked(text, vars), ...checks.besides(besides, place) };
    },
  };
}
