import type { CompareOutcome } from '../plan/compare/outcome-shape.ts';
import type { ConsensusOutcome } from '../plan/consensus/consensus-outcome.ts';
import type { UnionOutcome } from '../plan/reduce/answer-union.ts';
import type { ReducedOutcome } from '../plan/reduce/reduce-outcome.ts';
import type { WorkflowsOutcome } from '../plan/workflow/workflows-outcome.ts';
import { compareMarkdown } from './compare-markdown.ts';
import { consensusMarkdown } from './consensus-markdown.ts';
import { count } from './figure-words.ts';
import { markdownTable, oneLine } from './markdown-table.ts';
import { reducedMarkdown, unionMarkdown } from './reduced-markdown.ts';
import { workflowsMarkdown } from './workflows-markdown.ts';

/** Lines of the section, and characters of a text in it: the whole stands in outcome.json. */
const mostEntries = 50;
const mostCharacters = 4_000;
const mostDepth = 4;

type Outcome = Readonly<Record<string, unknown>>;

/** How an outcome of a kind is told: gives Markdown below the heading, its last line end included. */
export type OutcomeTeller = (outcome: Outcome) => string;

/** By `kind` of an outcome.json; one that has none here is told as it is. */
const tellers: Readonly<Record<string, OutcomeTeller>> = {
  prompts: togetherWords,
  content: togetherWords,
  consensus: (outcome) =>
    consensusMarkdown(outcome as unknown as ConsensusOutcome) + ofAnswers(outcome),
  compare: (outcome) => compareMarkdown(outcome as unknown as CompareOutcome) + ofAnswers(outcome),
  workflows: (outcome) =>
    workflowsMarkdown(outcome as unknown as WorkflowsOutcome) + ofAnswers(outcome),
};

/** What came of the answers together, beside what the workload itself decided; empty where nothing did. */
function ofAnswers(outcome: Outcome): string {
  const told = togetherWords(outcome);
  return told === '' ? '' : `\n${told}`;
}

function togetherWords({ dedupe, union, reduced }: Outcome): string {
  return [
    ...(dedupe === undefined ? [] : [unionMarkdown({ dedupe, union } as unknown as UnionOutcome)]),
    ...(reduced === undefined ? [] : [reducedMarkdown(reduced as ReducedOutcome)]),
  ].join('\n');
}

/** What the run decided: outcome.json for people. Empty where there is none. */
export function outcomeSection(outcome: unknown): string {
  if (outcome === undefined || outcome === null) return '';
  if (!isOutcome(outcome)) return `## Outcome\n\n${plainValue(outcome, 0)}\n`;
  return `## Outcome\n\n${told(outcome)}\n`;
}

/** One of its kind that another version wrote otherwise is told as it is. */
function told(outcome: Outcome): string {
  const { kind } = outcome;
  if (typeof kind !== 'string' || !Object.hasOwn(tellers, kind)) return plain(outcome);
  try {
    return tellers[kind](outcome);
  } catch {
    return plain(outcome);
  }
}

/** Whatever it holds, names and values, so that it can be read. */
function plain(outcome: Outcome): string {
  return plainValue(outcome, 0);
}

function plainValue(value: unknown, depth: number): string {
  const indent = '  '.repeat(depth);
  if (Array.isArray(value)) return listed(value, depth);
  if (!isOutcome(value)) return `${indent}${words(value)}\n`;
  if (depth >= mostDepth) return `${indent}${words(JSON.stringify(value))}\n`;
  const entries = Object.entries(value);
  return (
    entries.slice(0, mostEntries).map(entry(depth)).join('') + moreWords(entries.length, indent)
  );
}

function entry(depth: number) {
  return ([name, value]: [string, unknown]): string => {
    const indent = '  '.repeat(depth);
    if (!isOutcome(value) && !Array.isArray(value)) {
      const text = typeof value === 'string' && value.includes('\n');
      if (!text) return `${indent}- ${name}: ${words(value)}\n`;
      const quoted = cut(value as string).split('\n');
      return `${indent}- ${name}:\n\n${quoted.map((line) => `${indent}  > ${line}`).join('\n')}\n\n`;
    }
    // A table is none inside a list.
    const gap = isTable(value) && depth === 0 ? '\n' : '';
    return `${indent}- ${name}:\n${gap}${plainValue(value, depth === 0 && gap !== '' ? 0 : depth + 1)}${gap}`;
  };
}

function listed(values: readonly unknown[], depth: number): string {
  const shown = values.slice(0, mostEntries);
  const indent = '  '.repeat(depth);
  if (depth === 0 && isTable(values)) {
    const names = [...new Set(shown.flatMap((value) => Object.keys(value as Outcome)))];
    const rows = shown.map((value) => names.map((name) => cell((value as Outcome)[name])));
    return (
      markdownTable(
        names.map((title) => ({ title })),
        rows,
      ) + moreWords(values.length, '', '\n')
    );
  }
  const lines = shown.map((value) =>
    typeof value === 'object' && value !== null ? words(JSON.stringify(value)) : words(value),
  );
  return (
    lines.map((line) => `${indent}- ${line}\n`).join('') + moreWords(values.length, `${indent}- `)
  );
}

/** Rows of the same kind. */
function isTable(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isOutcome);
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  return words(typeof value === 'object' ? JSON.stringify(value) : value, 300);
}

function words(value: unknown, most = mostCharacters): string {
  return cut(oneLine(String(value)), most);
}

function cut(text: string, most = mostCharacters): string {
  return text.length <= most ? text : `${text.slice(0, most)}… (the rest is in outcome.json)`;
}

function moreWords(all: number, indent: string, gap = ''): string {
  const more = all - mostEntries;
  return more > 0 ? `${gap}${indent}${count(more)} more in outcome.json\n` : '';
}

function isOutcome(value: unknown): value is Outcome {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
