import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { count, plural } from '../parts/format.ts';
import { listed, sentence } from './spoken.ts';

/** What runs: said once when the console shows a run. */
export function openingSentences({ info, agents, concurrency, tasks }: RunSnapshot): string[] {
  const routes = info.routes.map(({ name }) => name).join(', ');
  return [
    sentence(
      listed([
        `run ${info.name}`,
        info.preset === '' ? '' : `preset ${info.preset}`,
        `on ${routes}`,
      ]),
    ),
    sentence(
      listed([
        plural(tasks.total, 'task'),
        plural(agents.liveCount(), 'agent'),
        `concurrency ${count(concurrency)}`,
      ]),
    ),
  ];
}
