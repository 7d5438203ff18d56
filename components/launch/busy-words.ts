import { oneLine } from '../terminal/sanitize.ts';
import type { LaunchState } from './launch-state.ts';
import { pullWords } from './route-rows.ts';

/** What is waited for; null where nothing is. */
export function busyWords({ starting, pull, routes }: LaunchState): string | null {
  if (starting !== null) return `starting ${oneLine(starting)}`;
  if (pull !== null) return pullWords(pull);
  const asked = routes.find(({ state }) => state === 'asking');
  return asked === undefined ? null : oneLine(`${asked.name}: ${asked.words}`);
}
