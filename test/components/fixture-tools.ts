import { TaskStatus } from '../../src/state/agent-state.ts';
import type { RunFixture } from './run-fixture.ts';

/** A call that a test lets a model want. */
export interface FixtureCall {
  readonly id: string;
  readonly tool: string;
  readonly arguments?: unknown;
}

/** The tools of one agent's task, said by a test event by event. */
export class FixtureTools {
  private readonly run: RunFixture;
  readonly agent: number;
  readonly task: number;

  /** Goes on with the run until the agent is in a call, and ends that call as a turn that wants these. */
  constructor(run: RunFixture, agent: number, wanted: readonly FixtureCall[], text = '') {
    this.run = run;
    this.agent = agent;
    const { state } = run;
    for (let step = 0; !this.isInCall(); step++) {
      if (step > 1_000) throw new Error(`agent ${agent} is never in a call`);
      run.advance(50);
    }
    this.task = state.agents.task[agent];
    run.emit({
      type: 'turn.finished',
      task: this.task,
      agent,
      route: state.agents.route[agent],
      turn: 1,
      callMs: 700,
      firstTokenMs: 300,
      finishReason: 'tool_calls',
      usage: {
        inputTokens: 100,
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
        outputTokens: 20,
        estimated: false,
      },
      costNanoUsd: 12_000,
      text,
      calls: wanted.map(({ id, tool, arguments: args = {} }) => ({
        id,
        tool,
        arguments: typeof args === 'string' ? args : JSON.stringify(args),
      })),
      problem: null,
    });
  }

  asks(call: string, tool: string, args: unknown = {}): this {
    const written = typeof args === 'string' ? args : JSON.stringify(args);
    this.run.emit({ type: 'tool.asked', ...this.of(call, tool), arguments: written });
    return this;
  }

  starts(call: string, tool: string): this {
    this.run.emit({ type: 'tool.started', ...this.of(call, tool), source: 'built-in' });
    return this;
  }

  ends(call: string, tool: string, failure: string | null = null, text = 'it rains'): this {
    const end = { failure, durationMs: 300, bytes: text.length, text };
    this.run.emit({ type: 'tool.finished', ...this.of(call, tool), ...end });
    return this;
  }

  /** The task waits for its next call. */
  goesOn(): this {
    const { task, agent } = this;
    const cut = { cut: false, uncertain: false, outputTokens: 0 };
    this.run.emit({ type: 'task.requeued', task, agent, ...cut });
    return this;
  }

  private of(call: string, tool: string) {
    return { task: this.task, agent: this.agent, call, tool };
  }

  private isInCall(): boolean {
    const { agents, tasks } = this.run.state;
    const task = agents.task[this.agent];
    return (
      task >= 0 && tasks.agent[task] === this.agent && tasks.status[task] === TaskStatus.running
    );
  }
}
