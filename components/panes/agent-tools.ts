import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { toolSinceT } from '../../src/state/tool-calls.ts';
import { duration } from '../parts/format.ts';
import { oneLine } from '../terminal/sanitize.ts';

/** The tool of the agent's task that waits for the operator's word; null where none does. */
export function asksFor({ agents, toolCalls, asked }: RunSnapshot, agent: number): string | null {
  if (asked.length === 0) return null;
  const calls = toolCalls.of(agents.task[agent]);
  return calls.find(({ askedT }) => askedT !== null)?.tool ?? null;
}

/** What the tools of an agent are at, and for how long: `http_get 4.0s`, `asks for shell 12s`. */
export function toolWords({ agents, stages, toolCalls, t }: RunSnapshot, agent: number): string {
  const sinceT = toolSinceT(toolCalls.of(agents.task[agent])) ?? agents.sinceT[agent];
  return `${oneLine(stages.get(agent) ?? 'tool')} ${duration(Math.max(0, t - sinceT))}`;
}
