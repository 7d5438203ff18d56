import type { WorkflowOutcome, WorkflowsOutcome } from '../plan/workflow/workflows-outcome.ts';
import { count, money } from './figure-words.ts';
import { markdownTable, oneLine } from './markdown-table.ts';

/** Workflows that are told of, the first ones; the whole stands in outcome.json. */
const mostTold = 50;
/** Workflows whose last answers are told, and characters of each. */
const mostOutputs = 10;
const mostCharacters = 600;

/** What became of each workflow, what failed in it and what that took with it, and the last answers. */
export function workflowsMarkdown({ workflows }: WorkflowsOutcome): string {
  const shown = workflows.slice(0, mostTold);
  const more = workflows.length - shown.length;
  const columns = [
    { title: 'Workflow' },
    { title: 'State' },
    { title: 'Done', right: true },
    { title: 'Cost', right: true },
    { title: 'Failed' },
    { title: 'It took with it' },
  ];
  const rows = shown.map((each) => [
    nameOf(each),
    each.state,
    count(each.tasks_done),
    each.cost_usd === null ? 'unknown' : money(each.cost_usd * 1e9),
    each.failed.map(({ task, error }) => `${task}: ${oneLine(error ?? 'no answer')}`).join('; '),
    each.took_with_it.map(({ task }) => task).join(', '),
  ]);
  return [
    markdownTable(columns, rows),
    ...(more > 0 ? [`\n${count(more)} more in outcome.json\n`] : []),
    ...shown.slice(0, mostOutputs).map(outputsOf),
  ].join('');
}

function nameOf({ workflow }: WorkflowOutcome): string {
  return workflow ?? 'the workflow';
}

function outputsOf(outcome: WorkflowOutcome): string {
  return Object.entries(outcome.outputs)
    .filter(([, answer]) => answer !== null)
    .map(([task, answer]) => {
      const text = typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2);
      const cut = text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
      const quoted = cut
        .trim()
        .split('\n')
        .map((line) => `> ${line}`.trimEnd());
      return `\n### ${nameOf(outcome)}: ${task}\n\n${quoted.join('\n')}\n`;
    })
    .join('');
}
