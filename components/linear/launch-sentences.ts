import { costPart } from '../launch/before-rows.ts';
import { fieldLabel } from '../launch/form-fields.ts';
import { valueWords } from '../launch/form-value.ts';
import { chosenRoute } from '../launch/route-rows.ts';
import type {
  LaunchEstimate,
  LaunchLook,
  PresetFigures,
  PresetSummary,
  RouteStatus,
} from '../launch-choices.ts';
import { coarseSeconds, count, plural, short } from '../parts/format.ts';
import { listed, sentence } from './spoken.ts';

/** A preset in the list: `light, 10 agents, simulator. For a first look.` */
export function presetSentence({ name, agents, provider, means }: PresetSummary): string {
  const first = /^.*?[.!?](?=\s|$)/.exec(means)?.[0] ?? means;
  const head = listed([name, plural(agents, 'agent'), provider ?? 'simulator']);
  return `${head}. ${sentence(first)}`;
}

/** What a launch of a preset would do, and why it cannot where it cannot. */
export function lookSentences(
  preset: PresetSummary,
  look: LaunchLook,
  routes: readonly RouteStatus[],
  canary: number | null,
): string[] {
  const { figures, work, problem, hints, estimate } = look;
  const route = chosenRoute(routes);
  // Which preset it is has been said: it is always one that was chosen.
  const changed = Object.entries(look.fields).filter(
    ([path, { source }]) => source === 'flag' && path !== 'preset',
  );
  return [
    `${preset.name}: ${sentence(preset.means)}`,
    ...(figures === null ? [] : figureSentences(figures)),
    ...changed.map(([path, field]) =>
      sentence(
        `changed: ${fieldLabel(path)} ${valueWords(path, field.preset)} → ${valueWords(path, field.value)}`,
      ),
    ),
    ...(route === null ? [] : [routeSentence(route)]),
    ...(work === null
      ? []
      : [
          sentence(`workload ${work.source}: ${estimate?.taskWords ?? plural(work.tasks, 'task')}`),
        ]),
    ...(estimate === null ? [] : estimateSentences(estimate)),
    ...hints.map(sentence),
    ...(canary === null ? [] : [`Canary: the first ${canary} tasks alone, then a pause.`]),
    ...(problem === null ? [] : [sentence(`it cannot be launched: ${problem}`)]),
  ];
}

export function routeSentence({ name, words }: RouteStatus): string {
  return sentence(`route ${name}: ${words}`);
}

function estimateSentences(estimate: LaunchEstimate): string[] {
  const { inputTokens, outputTokens, seconds, heldBy, countedBy } = estimate;
  const by = countedBy === '' ? '' : ` ${countedBy}`;
  const time = (value: number) => coarseSeconds(Math.max(1, value) * 1_000);
  return [
    sentence(
      `estimate: ~${short(inputTokens.expected)} tokens in${by}, ~${short(outputTokens.expected)} out`,
    ),
    sentence(
      `cost: ${costPart(estimate)
        .map(([text]) => text)
        .join('')}`,
    ),
    sentence(`time: ${time(seconds.low)} to ${time(seconds.high)} at best`),
    sentence(`it will be held by ${heldBy}`),
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
