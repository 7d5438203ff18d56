import type { EventOf } from './events.ts';
import type { RunState } from './run-state.ts';
import { agentName } from './selection/selection-facts.ts';
import { argumentsLine } from './tool-arguments.ts';
import { count, plural } from './words.ts';

/** A call of a tool that waits for the operator's word. */
export type AskedCall = EventOf<'tool.asked'>;

const mostTold = 5;
/** Characters of the arguments of one call among several. */
const longestOfMany = 60;

/**
 * What tasks ask, the oldest first.
 *
 * @param asks those of it that are meant, by `seq`; all where left out
 */
export function askedCalls(
  { asked }: Pick<RunState, 'asked'>,
  tasks: readonly number[],
  asks?: readonly number[],
): AskedCall[] {
  const of = new Set(tasks);
  const meant = asks === undefined ? null : new Set(asks);
  return [...asked.values()].filter(
    (call) => of.has(call.task) && (meant === null || meant.has(call.seq)),
  );
}

/** `kaoz_17 asks for http_get {"url":"…"}`; `3 calls ask: kaoz_17 http_get {…}, …`. */
export function askedWords(asked: readonly AskedCall[], state: RunState): string {
  const [first, ...others] = asked;
  if (first === undefined) return 'nothing is asked';
  if (others.length === 0)
    return `${agentName(state, first.agent)} asks for ${first.tool} ${argumentsLine(first.arguments)}`;
  const told = asked.slice(0, mostTold).map(({ agent, tool, arguments: written }) => {
    const args = argumentsLine(written);
    const short = args.length > longestOfMany ? `${args.slice(0, longestOfMany)}…` : args;
    return `${agentName(state, agent)} ${tool} ${short}`;
  });
  const more = asked.length - told.length;
  const rest = more > 0 ? `, and ${count(more)} more` : '';
  return `${plural(asked.length, 'call')} ask: ${told.join(', ')}${rest}`;
}
