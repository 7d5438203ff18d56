import { AgentState, agentStateNames } from '../../src/state/agent-state.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { LiveRun } from '../live-run.ts';
import { agentName } from '../panes/agent-name.ts';
import { countedWord, headlineOrder } from '../panes/agents-rows.ts';
import { logEntry } from '../panes/log-words.ts';
import { count, money, plural, short } from '../parts/format.ts';
import { entrySentence } from './log-sentences.ts';
import { listed, sentence, timeWords } from './spoken.ts';

/** States that ask for a person, the worst first. */
const needy = [AgentState.poison, AgentState.failed, AgentState.retrying] as const;
/** What is read of an answer; the whole of it is in the run's record. */
const longestAnswer = 600;

/** Agents by what they do. */
export function agentCountsSentence({ agents, agentCounts }: RunSnapshot): string {
  const parts = headlineOrder
    .filter((state) => agentCounts[state] > 0)
    .map((state) => `${count(agentCounts[state])} ${countedWord(state)}`);
  return sentence(`${plural(agents.liveCount(), 'agent')}: ${parts.join(', ')}`);
}

/** The agents that need attention: those whose tools ask, then the worst first. */
export function needyAgents(snapshot: RunSnapshot, most: number): number[] {
  const { agents } = snapshot;
  const out = [...asking(snapshot)].slice(0, most);
  for (const state of needy)
    for (let agent = 0; agent < agents.size && out.length < most; agent++)
      if (agents.shown[agent] === state && !agents.isGone(agent)) out.push(agent);
  return out;
}

/** How many there are of those. */
export function needyCount(snapshot: RunSnapshot): number {
  const { agentCounts } = snapshot;
  return needy.reduce((sum, state) => sum + agentCounts[state], asking(snapshot).size);
}

function asking({ asked }: RunSnapshot): Set<number> {
  return new Set(asked.map(({ agent }) => agent));
}

/** What an agent does in a few words: `kaoz_17: retrying for 2 seconds, try 3`. */
export function agentWords(snapshot: RunSnapshot, agent: number): string {
  const { agents, t } = snapshot;
  const state = agents.shown[agent];
  const attempt = agents.attempt[agent];
  return listed([
    `${agentName(snapshot, agent)}: ${agentStateNames[state]} for ${timeWords(t - agents.sinceT[agent])}`,
    snapshot.stages.get(agent) ?? '',
    attempt > 1 ? `try ${count(attempt)}` : '',
  ]);
}

/** The agent of a name such as `kaoz_17`, or of a number where there is one role; -1 for none. */
export function agentNamed(snapshot: RunSnapshot, name: string): number {
  const { agents, info } = snapshot;
  const wanted =
    /^\d+$/.test(name) && info.roles.length === 1 ? `${info.roles[0].name}_${name}` : name;
  for (let agent = 0; agent < agents.size; agent++)
    if (agentName(snapshot, agent) === wanted) return agent;
  return -1;
}

/** All that is known of an agent: what it does, with what, at what cost, and what went wrong last. */
export function agentSentences(
  run: LiveRun,
  snapshot: RunSnapshot,
  operator: string,
  agent: number,
): string[] {
  const { agents, info } = snapshot;
  const task = agents.task[agent];
  const rate = agents.tokenRate[agent];
  const cost = agents.costNanoUsd[agent];
  const [answer] = task < 0 ? [] : run.answersOf([task]);
  const out = [sentence(agentWords(snapshot, agent))];
  if (task < 0) out.push('It has had no task yet.');
  else
    out.push(
      sentence(
        `task ${answer?.id ?? task}, over ${info.routes[agents.route[agent]]?.name ?? 'no route yet'}`,
      ),
    );
  out.push(
    sentence(
      listed([
        `${plural(agents.done[agent], 'task')} done`,
        agents.failed[agent] === 0 ? '' : `${count(agents.failed[agent])} failed`,
        plural(agents.tokens[agent], 'token'),
        rate > 0 ? `${short(rate)} tokens a second` : '',
        cost > 0 ? money(cost) : '',
      ]),
    ),
    ...lastTrouble(snapshot, operator, agent),
  );
  if (answer?.text) out.push(`Its answer: ${shortened(answer.text)}`);
  else if (answer?.error) out.push(sentence(`failed: ${answer.error}`));
  return out;
}

/** The last failure of an agent that the log still has. */
function lastTrouble(snapshot: RunSnapshot, operator: string, agent: number): string[] {
  const found = snapshot.notable
    .newest(snapshot.notable.count)
    .find(
      ({ event }) =>
        (event.type === 'task.failed' ||
          event.type === 'task.retrying' ||
          event.type === 'task.poisoned') &&
        event.agent === agent,
    );
  if (found === undefined) return [];
  const { event } = found;
  const entry = logEntry(event, { snapshot, operator, same: 1, oldest: event });
  if (entry === null) return [];
  return [`${timeWords(snapshot.t - event.t)} ago, ${entrySentence(entry, operator)}`];
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= longestAnswer ? line : `${line.slice(0, longestAnswer)} and so on.`;
}
