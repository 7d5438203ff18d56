import { AgentState, TaskStatus } from '../../src/state/agent-state.ts';
import type { FailureClass, RunEventBody } from '../../src/state/events.ts';
import type { RunState } from '../../src/state/run-state.ts';
import { type FixtureOptions, finishedEvent, seeded } from './fixture-events.ts';

/** Time between two steps of a fixture, ms. */
export const stepMs = 50;

/** The agents of a fixture: they take tasks, connect, wait, stream, fail and try again. */
export class FixtureWorkers {
  private readonly run: {
    readonly state: RunState;
    readonly t: number;
    emit(body: RunEventBody): void;
  };
  private readonly options: Required<FixtureOptions>;
  private readonly random: () => number;
  private readonly until: Float64Array;
  private readonly left: Float64Array;
  private readonly attempts: Uint16Array;
  private readonly queue: number[];

  constructor(run: FixtureWorkers['run'], options: Required<FixtureOptions>, agents: number) {
    this.run = run;
    this.options = options;
    this.random = seeded(options.seed);
    this.until = new Float64Array(agents);
    this.left = new Float64Array(agents);
    this.attempts = new Uint16Array(options.tasks);
    this.queue = Array.from({ length: options.tasks }, (_, task) => task);
  }

  /** Every agent does what it has come to do by now; those added later have no hands. */
  step(): void {
    for (let agent = 0; agent < this.until.length; agent++) this.stepAgent(agent);
  }

  private stepAgent(agent: number): void {
    const { agents } = this.run.state;
    switch (agents.state[agent]) {
      case AgentState.connecting:
        if (this.run.t >= this.until[agent]) {
          this.until[agent] = this.run.t + 200 + this.random() * 900;
          this.run.emit({ type: 'call.sent', task: agents.task[agent], agent, connectMs: 12 });
        }
        return;
      case AgentState.waiting:
        if (this.run.t < this.until[agent]) return;
        if (this.random() < this.options.faults) this.fail(agent);
        else {
          this.left[agent] = 40 + this.random() * 200;
          this.run.emit({
            type: 'call.streaming',
            task: agents.task[agent],
            agent,
            firstTokenMs: 420,
          });
        }
        return;
      case AgentState.streaming:
        this.stream(agent);
        return;
      case AgentState.tool:
        // What becomes of its tools a test says itself.
        return;
      case AgentState.retrying:
        if (this.run.t < this.until[agent]) return;
        this.queue.unshift(agents.task[agent]);
        this.run.emit({
          type: 'task.requeued',
          task: agents.task[agent],
          agent,
          cut: false,
          uncertain: false,
          outputTokens: 0,
        });
        return;
      default:
        this.take(agent);
    }
  }

  private take(agent: number): void {
    const { state } = this.run;
    if (state.phase !== 'RUNNING' || state.inFlight >= state.concurrency) return;
    if (state.agents.retired[agent] === 1) return;
    const role = state.agents.role[agent];
    const at = this.queue.findIndex(
      (task) => state.tasks.role[task] === role && state.tasks.status[task] === TaskStatus.queued,
    );
    if (at < 0) return;
    const [task] = this.queue.splice(at, 1);
    this.attempts[task]++;
    const [route] = state.info.roles[role].routes;
    const attempt = this.attempts[task];
    this.until[agent] = this.run.t + 10 + this.random() * 80;
    const reservedNanoUsd = this.options.reserve;
    this.run.emit({ type: 'task.started', task, agent, route, attempt, reservedNanoUsd });
  }

  private stream(agent: number): void {
    const speed = 20 + (agent % 7) * 9;
    const tokens = Math.max(1, Math.round((speed * stepMs) / 1_000));
    this.run.state.countTokens(agent, tokens);
    this.left[agent] -= tokens;
    if (this.left[agent] > 0) return;
    const callMs = 900 + this.random() * 2_500;
    this.run.emit(finishedEvent(this.run.state, agent, callMs, this.options.tokenPrice));
  }

  private fail(agent: number): void {
    const { agents } = this.run.state;
    const classes: FailureClass[] = ['rate-limited', 'server', 'network', 'content-filter'];
    const which = classes[Math.floor(this.random() * classes.length)];
    const common = {
      task: agents.task[agent],
      agent,
      route: agents.route[agent],
      class: which,
      status: which === 'rate-limited' ? 429 : which === 'server' ? 503 : null,
      uncertain: which === 'network',
      outputTokens: 3,
    };
    if (which === 'content-filter')
      this.run.emit({
        ...common,
        type: 'task.failed',
        attempts: agents.attempt[agent],
        durationMs: 1_400,
        message: 'the prompt was filtered',
      });
    else {
      const waitMs = 500 + this.random() * 3_000;
      this.until[agent] = this.run.t + waitMs;
      this.run.emit({
        ...common,
        type: 'task.retrying',
        attempt: agents.attempt[agent],
        message: 'Requests to this deployment have exceeded its limit',
        waitMs,
      });
    }
  }
}
