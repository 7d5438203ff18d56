import { AgentState, agentStateNames } from '../../src/state/agent-state.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { TaskRecord } from '../../src/state/task-record.ts';
import type { ConsoleState } from '../console-state.ts';
import { stateLooks } from '../glyphs.ts';
import type { LiveRun } from '../live-run.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { plural } from '../parts/format.ts';
import { oneLine } from '../terminal/sanitize.ts';
import type { AgentScene } from './agent-scene.ts';
import { arrangeAgent } from './arrange-agent.ts';
import { Conversation } from './conversation.ts';
import { type BlockLayout, currentBlock, firstRow, layBlocks } from './text-block.ts';
import { TokenTrace } from './token-trace.ts';

/** The task on the screen: the one that is held there, or the agent's own; -1 where it has had none. */
export function shownTask({ agent }: ConsoleState, { agents }: RunSnapshot): number {
  if (agent.task !== null) return agent.task;
  return agent.agent === null ? -1 : agents.task[agent.agent];
}

/** Looks at one agent closely, for as long as its screen is open; the caches for that are its own. */
export class AgentWatch {
  private readonly run: LiveRun;
  private conversation = new Conversation();
  private trace = new TokenTrace();
  private open = false;

  constructor(run: LiveRun) {
    this.run = run;
  }

  /** Nobody looks any more: what was kept for it goes. */
  close(): void {
    if (!this.open) return;
    this.open = false;
    this.conversation = new Conversation();
    this.trace = new TokenTrace();
    this.run.tasks.closeRaw();
  }

  look(snapshot: RunSnapshot, state: ConsoleState): AgentScene {
    this.open = true;
    const { agent: view, columns, rows, facts } = state;
    const { agents, t } = snapshot;
    const task = shownTask(state, snapshot);
    const record = this.run.tasks.record(task);
    const agent = view.ofTask ? agentOf(record) : view.agent;
    const running = record?.status === 'running' && agent !== null && agents.task[agent] === task;
    const call = `${task} ${record?.attempts.length}`;
    if (running) this.trace.look(call, t, agents.callTokens[agent]);
    const layout = this.layout(snapshot, state, record, running ? agent : null);
    const height = arrangeAgent(columns, rows, facts.asked).body - 1;
    const first = firstRow(layout, height, view.top);
    return {
      agent,
      task,
      record,
      movedOn: agent !== null && task >= 0 && agents.task[agent] !== task,
      tries: this.run.past ? null : this.run.tuning().retry.retries + 1,
      outputTokens: running ? agents.callTokens[agent] : null,
      rates: this.trace.rates(call),
      raw: view.raw,
      layout,
      first,
      follows: view.top === null,
      current: currentBlock(layout, first, height, view.at),
    };
  }

  /** What the screen shows as text, whole: for a pager, or to be copied. */
  texts(snapshot: RunSnapshot, state: ConsoleState): readonly (readonly [string, string])[] {
    const record = this.run.tasks.record(shownTask(state, snapshot));
    if (record === null) return [];
    return this.blocks(snapshot, state, record, null, true).map(({ heading, text }) => [
      heading
        .map(([words]) => words)
        .join('')
        .trim(),
      text.text,
    ]);
  }

  private layout(
    snapshot: RunSnapshot,
    state: ConsoleState,
    record: TaskRecord | null,
    running: number | null,
  ): BlockLayout {
    if (record === null) return { blocks: [], rows: 0 };
    const { width } = arrangeAgent(state.columns, state.rows, state.facts.asked);
    return layBlocks(this.blocks(snapshot, state, record, running), state.agent.toggled, width);
  }

  private blocks(
    snapshot: RunSnapshot,
    { agent: { raw, toggled } }: ConsoleState,
    record: TaskRecord,
    running: number | null,
    whole = false,
  ) {
    const { tasks } = this.run;
    const { task } = record;
    const partial = tasks.partialText(task);
    if (raw) return this.conversation.rawBlocks(record, tasks.rawCall(task), partial);
    // While it streams they are counted beside the conversation.
    const tokens = running === null ? usedTokens(record) : null;
    const figures: Segment[] = tokens === null ? [] : [[plural(tokens, 'token'), Tone.dim]];
    const words = running === null ? endWords(record) : stateWords(snapshot, running);
    const look = {
      t: snapshot.t,
      live: record.status === 'tool' && !this.run.past,
      unfolded: (key: string) => whole || toggled.has(key),
    };
    return this.conversation.blocks(record, { partial, words, figures }, look);
  }
}

function agentOf(record: TaskRecord | null): number | null {
  return record === null || record.agent < 0 ? null : record.agent;
}

function usedTokens({ attempts, answer }: TaskRecord): number | null {
  return answer === null ? null : (attempts.at(-1)?.usage?.outputTokens ?? null);
}

/** What its agent is at, while its call runs. */
function stateWords({ agents }: RunSnapshot, agent: number): Segment[] {
  const code = agents.state[agent];
  if (code < AgentState.connecting || code >= AgentState.done) return [];
  const name = agentStateNames[code];
  const { unicode, style } = stateLooks[name];
  return [[`${unicode} ${name}`, style]];
}

/** How an answer ended; nothing where it just came to its end. */
function endWords({ finishReason }: TaskRecord): Segment[] {
  return finishReason === null || finishReason === 'stop'
    ? []
    : [[oneLine(finishReason), Tone.warn]];
}
