import { TaskStatus, taskStatusNames } from '../agent-state.ts';
import type { SelectionPreview } from './selection-preview.ts';

/** What has a call or will have one is what an operator looks for first. */
const order = [
  TaskStatus.running,
  TaskStatus.tool,
  TaskStatus.queued,
  TaskStatus.retrying,
  TaskStatus.blocked,
  TaskStatus.failed,
  TaskStatus.poison,
  TaskStatus.done,
  TaskStatus.cancelled,
  TaskStatus.skipped,
];

/** `31 tasks: 12 running, 19 queued · $0.14 spent on them · cutting the 12 leaves up to $0.09 uncertain` */
export function previewWords(preview: SelectionPreview): string {
  if (preview.tasks === 0) return 'no tasks';
  return [statuses(preview), spent(preview) + untold(preview), ...cut(preview)].join(' · ');
}

function statuses({ tasks, byStatus }: SelectionPreview): string {
  const counted = order.filter((code) => byStatus[code] > 0);
  const [only] = counted;
  if (tasks === 1) return `1 task, ${taskStatusNames[only]}`;
  if (counted.length === 1) return `${count(tasks)} tasks, all ${taskStatusNames[only]}`;
  const parts = counted.map((code) => `${count(byStatus[code])} ${taskStatusNames[code]}`);
  return `${count(tasks)} tasks: ${parts.join(', ')}`;
}

function spent({ tasks, costNanoUsd, unpriced }: SelectionPreview): string {
  const them = tasks === 1 ? 'it' : 'them';
  const known = `${money(costNanoUsd)} spent on ${them}`;
  if (unpriced === 0) return costNanoUsd === 0 ? `nothing spent on ${them}` : known;
  const unknown = `what ${tasks === 1 ? 'it' : `${count(unpriced)} of them`} cost is not known`;
  return costNanoUsd === 0 ? unknown : `at least ${known}, ${unknown}`;
}

/** What was cut or broke after it was sent may have been billed: that nothing is known of it is not nothing. */
function untold({ untoldNanoUsd }: SelectionPreview): string {
  return untoldNanoUsd === 0 ? '' : ` for certain, up to ${money(untoldNanoUsd, Math.ceil)} more`;
}

function cut({ tasks, inFlight, uncertainNanoUsd }: SelectionPreview): string[] {
  if (inFlight === 0) return [];
  const which = tasks === 1 ? 'it' : inFlight === 1 ? 'the 1' : `the ${count(inFlight)}`;
  const left =
    uncertainNanoUsd === null
      ? `what ${inFlight === 1 ? 'its call costs' : 'their calls cost'} uncertain`
      : `up to ${money(uncertainNanoUsd, Math.ceil)} uncertain`;
  return [`cutting ${which} leaves ${left}`];
}

/** `$4.18`, with more digits below ten cents: `$0.09`, `$0.0031`. */
function money(nanoUsd: number, round = Math.round): string {
  const digits = nanoUsd >= 95_000_000 ? 2 : nanoUsd >= 950_000 ? 4 : 6;
  const steps = 10 ** (9 - digits);
  const usd = (round(nanoUsd / steps) * steps) / 1e9;
  return `$${usd.toFixed(digits).replace(/(\.\d\d\d*?)0+$/, '$1')}`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
