import type { LaunchPreview, PresetFigures, PresetSummary } from '../launch-choices.ts';
import { count, plural } from '../parts/format.ts';
import { listed, sentence } from './spoken.ts';

/** A preset in the list: `light, 10 agents, simulator. For a first look.` */
export function presetSentence({ name, figures, provider, means }: PresetSummary): string {
  const first = /^.*?[.!?](?=\s|$)/.exec(means)?.[0] ?? means;
  const head = listed([name, plural(figures.agents, 'agent'), provider ?? 'simulator']);
  return `${head}. ${sentence(first)}`;
}

/** What a launch of a preset would do, and why it cannot where it cannot. */
export function previewSentences(
  preset: PresetSummary,
  { route, workload, estimate, problem }: LaunchPreview,
  canary: number | null,
): string[] {
  return [
    `${preset.name}: ${sentence(preset.means)}`,
    ...figureSentences(preset.figures),
    sentence(`route ${route.name}: ${route.detail}`),
    sentence(`workload ${workload.source}: ${plural(workload.tasks, 'task')}`),
    ...estimate.map((line) => sentence(`estimate: ${line}`)),
    ...(canary === null ? [] : [`Canary: the first ${canary} tasks alone, then a pause.`]),
    ...(problem === null ? [] : [sentence(`it cannot be launched: ${problem}`)]),
  ];
}

function figureSentences({ agents, concurrency, limits, retry, budget }: PresetFigures): string[] {
  const { min, max, auto } = concurrency;
  const calls =
    min === max ? `${count(max)} calls at once` : `${count(min)} to ${count(max)} calls at once`;
  const { requestsPerMinute: requests, tokensPerMinute: tokens } = limits;
  return [
    sentence(
      listed([
        plural(agents, 'agent'),
        `${calls}${auto ? ', adapting' : ''}`,
        requests === null ? '' : `${count(requests)} requests a minute`,
        tokens === null ? '' : `${count(tokens)} tokens a minute`,
        plural(retry.retries, 'retry', 'retries'),
        budget.usd === null ? 'no budget' : `a budget of $${budget.usd.toFixed(2)}`,
      ]),
    ),
  ];
}
