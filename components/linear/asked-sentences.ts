import type { AskedCall } from '../../src/state/asked-calls.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { argumentsLine } from '../../src/state/tool-arguments.ts';
import { agentName } from '../panes/agent-name.ts';
import { count, plural } from '../parts/format.ts';
import { oneLine } from '../terminal/sanitize.ts';

/** Calls that are told one by one. */
const mostTold = 3;

/** What a tool asks. Its arguments are said as they are: no sign of them is put into words. */
export function askedSentence(snapshot: RunSnapshot, call: AskedCall): string {
  const who = oneLine(agentName(snapshot, call.agent));
  return `${who} asks whether ${oneLine(call.tool)} may run with ${argumentsLine(call.arguments)}`;
}

/** Questions that have just come up, and how they are answered; none where there is none. */
export function askedNews(snapshot: RunSnapshot, fresh: readonly AskedCall[]): string[] {
  const [first] = fresh;
  if (first === undefined) return [];
  const more = fresh.length - mostTold;
  const name = agentName(snapshot, first.agent);
  const last =
    more > 0
      ? `${count(more)} more ask. Type asks to hear of all.`
      : `Type allow ${name} or refuse ${name}; asks says who asks.`;
  return [...fresh.slice(0, mostTold).map((call) => askedSentence(snapshot, call)), last];
}

/** How many tools ask; empty where none does. */
export function askedCountSentence({ asked }: RunSnapshot): string {
  if (asked.length === 0) return '';
  if (asked.length === 1) return '1 tool asks whether it may run; asks says which.';
  return `${plural(asked.length, 'tool')} ask whether they may run; asks lists them.`;
}
