import { count, duration, plural } from './figure-words.ts';
import { oneLine } from './markdown-table.ts';
import type { FailureKind, ReportFacts } from './report-facts.ts';

/** Kinds that are told one by one. */
const mostKinds = 20;
/** Characters of a message. */
const mostWords = 500;

/** What failed, and what could be done again with which command. */
export function failuresSection(facts: ReportFacts): string {
  const { failures } = facts;
  const again = againWords(facts);
  if (failures.length === 0 && again.length === 0) return '';
  const kinds = failures.slice(0, mostKinds).map(kindWords);
  const others = failures.slice(mostKinds);
  if (others.length > 0) {
    const tasks = others.reduce((sum, kind) => sum + kind.count, 0);
    kinds.push(`- ${plural(others.length, 'other kind')} of failure, ${plural(tasks, 'task')}`);
  }
  const title = failures.length === 0 ? '## What is left' : '## Failures';
  return `${[title, kinds.join('\n'), again.join('\n')].filter((part) => part !== '').join('\n\n')}\n\n`;
}

function kindWords({ signature, count: failed, tasks, example, lastT }: FailureKind): string {
  const more = failed - tasks.length;
  const ids = `${tasks.map(oneLine).join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}`;
  const message = oneLine(example);
  const said = message.length > mostWords ? `${message.slice(0, mostWords)}…` : message;
  return [
    `- **${plural(failed, 'task')}**: ${signature}`,
    `  - ${ids}; the last ${duration(lastT)} after the start`,
    ...(said === '' ? [] : [`  - said: ${said}`]),
  ].join('\n');
}

/** A command of its own for each thing that can be done; none while the run is at it. */
function againWords({ runId, standing, phase, exitCode, tasks }: ReportFacts): string[] {
  if (standing === 'running') return [];
  const lines: string[] = [];
  const failed = tasks.failed + tasks.poison;
  // In a run that went to its end, the operator meant what was cancelled.
  const left = tasks.queued + (standing === 'over' && phase === 'DONE' ? 0 : tasks.cancelled);
  if (failed > 0)
    lines.push(
      `${plural(failed, 'task')} can be tried once more: \`swarmdeck resume ${runId} --failed\`${left > 0 ? ', which goes on with what is left, too' : ''}.`,
    );
  if (left > 0)
    lines.push(
      `${plural(left, 'task')} ${left === 1 ? 'is' : 'are'} left: \`swarmdeck resume ${runId}\` goes on with ${left === 1 ? 'it' : 'them'}${exitCode === 3 ? ', given more money as said above; else it stops again' : ''}.`,
    );
  return lines;
}
