import type { Turn } from '../../providers/provider.ts';
import type { EngineConfig } from '../engine-config.ts';
import type { Dialogue } from './dialogue.ts';
import type { WantedTurn } from './program.ts';

/**
 * The call that a task makes next: its plan, what was said since, and what its role may use.
 *
 * @param wanted the call that its agent's code wants; null where that is no code
 */
export function turnOf(
  { plan, roles }: EngineConfig,
  task: number,
  dialogue: Dialogue | undefined,
  wanted: WantedTurn | null,
  route: Pick<Turn, 'model' | 'maxOutputTokens'>,
): Turn {
  const { turns, sampling } = roles[plan.role[task]];
  const asked = sampling === undefined ? route : { ...route, sampling };
  if (wanted !== null) return { ...asked, ...wanted, maxOutputTokens: lesser(wanted, route) };
  if (plan.texts !== undefined)
    return { ...route, kind: 'embed', messages: [], texts: plan.texts(task) };
  const postsAtOnce = plan.postsAtOnce?.(task) ?? 1;
  const planned = plan.messages(task);
  const messages = dialogue === undefined ? planned : [...planned, ...dialogue.messages()];
  const posted = postsAtOnce > 1 ? { ...asked, postsAtOnce } : asked;
  if (!turns) return { ...posted, messages };
  const { tools, outputSchema } = turns;
  return {
    ...posted,
    messages,
    ...(tools.length === 0 ? {} : { tools }),
    ...(outputSchema === null ? {} : { outputSchema }),
  };
}

/** What was set aside for the call is for so many tokens at most. */
function lesser(
  wanted: WantedTurn,
  { maxOutputTokens: most }: Pick<Turn, 'maxOutputTokens'>,
): number | null {
  if (wanted.maxOutputTokens === undefined) return most;
  return Math.min(wanted.maxOutputTokens, most ?? Number.POSITIVE_INFINITY);
}
