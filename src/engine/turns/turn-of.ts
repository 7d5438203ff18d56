import type { Turn } from '../../providers/provider.ts';
import type { EngineConfig } from '../engine-config.ts';
import type { Dialogue } from './dialogue.ts';

/** The call that a task makes next: its plan, what was said since, and what its role may use. */
export function turnOf(
  { plan, roles }: EngineConfig,
  task: number,
  dialogue: Dialogue | undefined,
  route: Pick<Turn, 'model' | 'maxOutputTokens'>,
): Turn {
  const planned = plan.messages(task);
  const messages = dialogue === undefined ? planned : [...planned, ...dialogue.messages()];
  const { turns } = roles[plan.role[task]];
  if (!turns) return { ...route, messages };
  const { tools, outputSchema } = turns;
  return {
    ...route,
    messages,
    ...(tools.length === 0 ? {} : { tools }),
    ...(outputSchema === null ? {} : { outputSchema }),
  };
}
