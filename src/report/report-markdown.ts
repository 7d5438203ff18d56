import type { JsonSchema } from '../spec/schema-object.ts';
import { count } from './figure-words.ts';
import { outcomeSection } from './outcome-section.ts';
import { leftOut, outputTable } from './output-table.ts';
import type { ReportFacts } from './report-facts.ts';
import { failuresSection } from './report-failures.ts';
import { figuresSection, runSection } from './report-figures.ts';
import { partsSection } from './report-parts.ts';
import type { ResultLine } from './result-line.ts';
import { markdownSection } from './results-markdown.ts';

/** Answers that a report tells, and characters of each, unless all is wanted. */
export const mostAnswers = 100;
export const mostAnswerCharacters = 2_000;

/** The answers of a run, read as they are asked for. */
export interface ReportAnswers {
  /** Schemas that answers match, by the name of the role. */
  readonly schemas: ReadonlyMap<string, JsonSchema>;
  /** Tasks done whose answers match a schema, and those whose answers are free. */
  readonly structured: number;
  readonly free: number;
  /** The first `most` of either kind, in the order of the plan. */
  lines(kind: 'structured' | 'free', most: number): Iterable<ResultLine>;
}

/**
 * A run as a report for people, in pieces as they are written: what it holds of answers is one at a
 * time, however many there are.
 *
 * @param full all answers, whole; else the first hundred, of each its beginning
 */
export function* reportMarkdown(
  facts: ReportFacts,
  answers: ReportAnswers,
  full = false,
): Generator<string> {
  yield runSection(facts);
  yield outcomeSection(facts.outcome);
  yield figuresSection(facts);
  yield failuresSection(facts);
  yield partsSection(facts);
  const most = full ? Number.MAX_SAFE_INTEGER : mostAnswers;
  const { schemas, structured, free } = answers;
  if (structured > 0) {
    yield '## Outputs\n\n';
    yield* outputTable(schemas, answers.lines('structured', most), full);
    yield `${leftOut(most, structured, 'outputs', facts.runId)}\n`;
  }
  if (free === 0) return;
  yield '## Answers\n\n';
  for (const line of answers.lines('free', most))
    yield markdownSection(full ? line : beginning(line), 3);
  yield leftOut(most, free, 'answers', facts.runId).trimStart();
}

/** A result with what a reader can take in of its answer; a fence that is cut open is closed. */
function beginning(line: ResultLine): ResultLine {
  const { text } = line;
  if (text === null || text.length <= mostAnswerCharacters) return line;
  // Never between the two halves of a character outside the first plane.
  const end = /[\uD800-\uDBFF]/.test(text[mostAnswerCharacters - 1])
    ? mostAnswerCharacters - 1
    : mostAnswerCharacters;
  const shown = text.slice(0, end);
  const fence = openFence(shown);
  const close = fence === null ? '' : `\n${fence}`;
  const more = `… ${count(text.length - end)} more characters`;
  return { ...line, text: `${shown}${close}\n\n*${more}*` };
}

/** The fence that a text leaves open; null where it leaves none. */
function openFence(text: string): string | null {
  let open: string | null = null;
  for (const [, fence] of text.matchAll(/^ {0,3}(`{3,}|~{3,})/gm)) {
    if (open === null) open = fence;
    else if (fence[0] === open[0] && fence.length >= open.length) open = null;
  }
  return open;
}
