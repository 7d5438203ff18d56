import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { coarseSeconds, count, money, percent, plural } from '../parts/format.ts';
import { rateWords } from './speed-sentences.ts';
import { listed, sentence } from './spoken.ts';

/** How far a run is, in one sentence: what is said by itself every so many seconds. */
export function statusLine(snapshot: RunSnapshot): string {
  const { tasks, phase, inFlight, sample, budget, end, asked } = snapshot;
  const share = tasks.total === 0 ? null : tasks.ended / tasks.total;
  const spent = budget.spentNanoUsd ?? 0;
  return sentence(
    listed([
      phase === 'RUNNING' ? '' : phase.toLowerCase(),
      `${percent(share)} % of ${plural(tasks.total, 'task')}`,
      tasks.failed === 0 ? '' : `${count(tasks.failed)} failed`,
      `${plural(inFlight, 'call')} in flight`,
      tasks.tool === 0 ? '' : `${count(tasks.tool)} in tools`,
      asked.length === 0 ? '' : `${count(asked.length)} waiting for your word`,
      tasks.retrying === 0 ? '' : backOffWords(tasks.retrying),
      sample === null ? '' : `${rateWords(sample.callsPerSecond)} a second`,
      spent === 0 ? '' : `${money(spent)} spent`,
      end === null ? '' : `about ${coarseSeconds(end.likelyMs)} left`,
    ]),
  );
}

function backOffWords(tasks: number): string {
  return `${count(tasks)} ${tasks === 1 ? 'backs' : 'back'} off`;
}
