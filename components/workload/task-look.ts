import {
  AgentState,
  type AgentStateName,
  agentStateNames,
  TaskStatus,
  type TaskStatusName,
  taskStatusNames,
} from '../../src/state/agent-state.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { stateLooks } from '../glyphs.ts';
import { Tone } from '../painter/style.ts';
import { agentStyle } from '../panes/agent-style.ts';
import type { Scene } from '../scene.ts';
import type { Tally } from './tally.ts';

/** How a task, or several as one, is shown: never by its colour alone. */
export interface TaskLook {
  /** One column. */
  readonly mark: string;
  readonly style: number;
  readonly word: string;
}

/** What no agent can be. */
type Waiting = 'blocked' | 'skipped' | 'paused';

export const waitingLooks: Readonly<
  Record<Waiting, { unicode: string; ascii: string; style: number; means: string }>
> = {
  blocked: { unicode: '□', ascii: 'b', style: Tone.dim, means: 'a task that waits for others' },
  skipped: { unicode: '·', ascii: 's', style: Tone.dim, means: 'a task that is not to be done' },
  paused: { unicode: '‖', ascii: '"', style: Tone.warn, means: 'kept back by the operator' },
};

export type LookScene = Pick<Scene, 'snapshot' | 'glyphs'>;

/** Words of what is not called as its status is. */
const words: Partial<Record<TaskStatusName, string>> = { retrying: 'backs off', tool: 'in tools' };

/** One task, in a call by what its call is at. */
export function taskLook({ snapshot, glyphs }: LookScene, task: number): TaskLook {
  const { taskColumns, agents } = snapshot;
  const status = taskColumns.status[task] ?? TaskStatus.blocked;
  const name = taskStatusNames[status];
  const agent = taskColumns.agent[task] ?? -1;
  if (name === 'running' || name === 'tool') {
    const state = agents.task[agent] === task ? agents.state[agent] : AgentState.connecting;
    const word = name === 'tool' ? (words.tool ?? name) : agentStateNames[state];
    const style = agentStyle(snapshot, state, agent);
    return { mark: String.fromCodePoint(glyphs.states[state]), style, word };
  }
  return namedLook(glyphs.unicode, name);
}

/** What stands for a status outside of a call. */
export function namedLook(unicode: boolean, name: TaskStatusName | Waiting): TaskLook {
  const state = (name === 'running' ? 'streaming' : name) as AgentStateName;
  const look =
    name === 'blocked' || name === 'skipped' || name === 'paused'
      ? waitingLooks[name]
      : stateLooks[state];
  const word = words[name as TaskStatusName] ?? name;
  return { mark: unicode ? look.unicode : look.ascii, style: look.style, word };
}

/** Several tasks as one: what is under way goes before how the others ended, and what failed before what is done. */
export function tallyLook(unicode: boolean, tally: Tally): TaskLook {
  const { total, ended, done, failed, running, retrying, queued, cancelled } = tally;
  const as = (name: TaskStatusName, word?: string): TaskLook => {
    const look = namedLook(unicode, name);
    return word === undefined ? look : { ...look, word };
  };
  if (running > 0) return as('running', 'running');
  if (retrying > 0) return as('retrying');
  if (queued > 0) return as('queued');
  if (total === 0 || ended < total) return as('blocked');
  if (done === total) return as('done');
  if (failed > 0) return as('failed', done > 0 ? 'partial' : 'failed');
  if (cancelled > 0) return as('cancelled', done > 0 ? 'partial' : 'cancelled');
  return as('skipped', done > 0 ? 'partial' : 'skipped');
}

/** How long a task took, or has been at what it is at, ms; null where it was never begun. */
export function taskMs({ taskColumns, t }: RunSnapshot, task: number): number | null {
  const status = taskColumns.status[task];
  if (status === TaskStatus.running || status === TaskStatus.tool || status === TaskStatus.retrying)
    return t - taskColumns.sinceT[task];
  return taskColumns.attempts[task] > 0 && status >= TaskStatus.done
    ? taskColumns.durationMs[task]
    : null;
}
