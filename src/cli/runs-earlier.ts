import { UsageError } from '../spec/usage-error.ts';
import {
  type EarlierFigures,
  type EarlierWork,
  figuresOfTask,
  metricsOfPrompt,
} from '../store/earlier-figures.ts';
import { count, duration, plural } from './format.ts';
import type { OutputStreams, RunsOptions } from './runs.ts';
import { age, cost, table } from './runs-format.ts';

/**
 * `swarmdeck runs --task ID` and `--prompt TEXT`: what the same work took before, a row for each run
 * and route, newest first. Gives the exit code.
 */
export async function runsEarlierCommand(
  { task, prompt, json, baseDirectory }: RunsOptions,
  { stdout, stderr }: OutputStreams,
): Promise<number> {
  if (task !== undefined && prompt !== undefined)
    throw new UsageError('runs takes --task or --prompt, not both');
  if ((task ?? prompt ?? '').trim() === '')
    throw new UsageError(`runs --${task === undefined ? 'prompt' : 'task'} needs a text`);
  const found =
    task === undefined
      ? await metricsOfPrompt(prompt ?? '', baseDirectory)
      : await figuresOfTask(task, baseDirectory);
  if (found.unreadable > 0) stderr.write(`${plural(found.unreadable, 'run')} could not be read\n`);
  if (json) {
    const { match, figures } = found;
    stdout.write(`${JSON.stringify({ match, figures }, null, 2)}\n`);
    return 0;
  }
  if (found.figures.length === 0)
    stderr.write(`No earlier run had this ${task === undefined ? 'prompt' : 'task'}.\n`);
  else stdout.write(earlierTable(found));
  if (found.match === 'contains')
    stderr.write('No run had exactly this prompt: these had it inside a longer one.\n');
  return 0;
}

/** Figures are a task's, on average where there are several. */
function earlierTable({ figures }: EarlierWork, nowMs = Date.now()): string {
  const right = (title: string) => ({ title, right: true });
  return table(
    [
      { title: 'id' },
      { title: 'name' },
      right('age'),
      { title: 'route' },
      { title: 'status' },
      right('tokens in'),
      right('out'),
      right('cost'),
      right('time'),
      right('tries'),
    ],
    figures.map((one) => [
      one.run,
      one.name,
      age(nowMs - Date.parse(one.started_at)),
      one.route ?? '–',
      statusWords(one),
      count(one.input_tokens / one.tasks),
      count(one.output_tokens / one.tasks),
      cost({ costNanoUsd: (one.cost_usd * 1e9) / one.tasks, unpriced: one.unpriced }),
      one.average_duration_ms === null ? '–' : duration(one.average_duration_ms),
      tries(one),
    ]),
  );
}

/** `done` of a single task, `498 of 500 done` of several. */
function statusWords({ tasks, done, failed }: EarlierFigures): string {
  if (tasks > 1) return `${count(done)} of ${count(tasks)} done`;
  return done === 1 ? 'done' : failed === 1 ? 'failed' : 'not done';
}

function tries({ attempts, tasks }: EarlierFigures): string {
  const each = attempts / tasks;
  return Number.isInteger(each) ? String(each) : each.toFixed(1);
}
