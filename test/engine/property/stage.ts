import type { Acknowledgement, Command } from '../../../src/engine/commands/command.ts';
import type { RunOutcome } from '../../../src/engine/engine-config.ts';
import { noBudget } from '../../../src/state/budget-caps.ts';
import type { FailureClass, RunEvent, RunEventBody } from '../../../src/state/events.ts';
import { RunState } from '../../../src/state/run-state.ts';
import { noLimits, usualRetry } from '../../helpers/tuning.ts';
import { Book, type BookedCall } from './book.ts';
import { drawScenario } from './draw-scenario.ts';
import { rulesOf } from './rules.ts';
import type { Scenario } from './scenario.ts';
import { planOf } from './session-plan.ts';
import { Watch } from './watch.ts';
import type { Work } from './work/work.ts';
import type { Invariant, World } from './world.ts';

/** A run without an engine, acted out by a test to see whether a check notices what is wrong. */
export class Stage {
  readonly book: Book;
  readonly world: World;
  private readonly watch: Watch;
  private readonly events: RunEvent[] = [];

  /** @param work how its tasks depend on each other; left out where each stands alone */
  constructor(invariant: Invariant, work: Work | null = null) {
    const scenario = { ...smallScenario(), work };
    this.book = new Book(scenario);
    const { book, events } = this;
    this.world = {
      scenario,
      book,
      rules: rulesOf(scenario),
      plan: planOf(scenario),
      state: new RunState(),
      events,
      durableSeq: () => Number.POSITIVE_INFINITY,
      lost: false,
      diskFull: false,
    };
    this.watch = new Watch(this.world, { invariant });
    book.onBegin = (call) => this.watch.callBegun(call);
    book.onEnd = (call) => this.watch.callEnded(call);
    const { name, agents, routes } = scenario.roles[0];
    this.event({
      type: 'run.started',
      runId: 'stage',
      name: 'stage',
      preset: 'none',
      startedAt: '',
      seed: 0,
      version: '0',
      roles: [{ name, agents, routes }],
      routes: [
        { name: 'r', provider: 'r', model: 'r', baseUrl: '', pool: 1, maxConnections: null },
      ],
      concurrency: scenario.concurrency,
      budget: scenario.budget,
    });
    const { size } = scenario.tasks;
    const blocked = work !== null && { blocked: true as const };
    this.event({ type: 'tasks.added', first: 0, count: size, role: 0, priority: 100, ...blocked });
  }

  /** What the check has found wrong; null where nothing is. */
  get wrong(): string | null {
    return this.watch.violation?.message ?? null;
  }

  /** Records an event in the log and in the state. */
  event(body: RunEventBody, stamp: { seq?: number; t?: number } = {}): void {
    const { seq = this.events.length + 1, t = performance.now() } = stamp;
    const event: RunEvent = { v: 1, seq, t, ...body };
    this.events.push(event);
    this.watch.event(event);
    this.world.state.apply(event);
  }

  /** A call for a task begins, told to the log and to the model. */
  begin(task: number, agent = task, reservedNanoUsd: number | null = null): BookedCall {
    const attempt = this.world.state.tasks.attempts[task] + 1;
    this.event({ type: 'task.started', task, agent, route: 0, attempt, reservedNanoUsd });
    return this.book.begin(task, 0);
  }

  /** The model answers, and reports so many tokens of output. */
  answer(call: BookedCall, outputTokens = 10, text = ''): void {
    const usage = { ...noTokens, outputTokens, estimated: false };
    this.book.answered(call, { text, usage, finishReason: 'stop', hints: null });
    this.event({
      type: 'task.finished',
      task: call.task,
      agent: call.task,
      route: 0,
      attempts: 1,
      durationMs: 1,
      callMs: 1,
      firstTokenMs: null,
      finishReason: 'stop',
      usage,
      costNanoUsd: call.costNanoUsd,
      text,
    });
  }

  /** The model's side of a call fails; what the engine makes of it is told with `event`. */
  fail(call: BookedCall, failureClass: FailureClass = 'server'): void {
    this.book.failed(call, { class: failureClass, message: '', ...noReply }, 0);
  }

  ask(command: Command, ok = true): void {
    const answer: Acknowledgement = ok
      ? { ok, id: 1, effect: '' }
      : { ok, id: 1, reason: 'no reason' };
    this.watch.asked(command, answer);
  }

  end(outcome: Partial<RunOutcome> = {}): void {
    this.watch.ended({ phase: 'DONE', exitCode: 0, reason: null, ...outcome });
  }
}

const noTokens = { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
const noReply = {
  status: null,
  retryAfterMs: null,
  shouldRetry: null,
  uncertain: false,
  hints: null,
};

/** Three agents of one role, three tasks and one route; every token costs a nano-dollar. */
function smallScenario(): Scenario {
  const drawn = drawScenario(1);
  const size = 3;
  return {
    ...drawn,
    agents: 3,
    concurrency: 3,
    roles: [{ name: 'role', agents: 3, routes: [0], maxOutputTokens: 100 }],
    routes: [{ ...drawn.routes[0], maxConnections: null, price: { input: 1, output: 1 } }],
    tasks: {
      size,
      role: new Uint16Array(size),
      priority: new Int16Array(size),
      batch: Uint32Array.from([0, 1, 2]),
      length: new Uint16Array(size).fill(40),
    },
    limits: noLimits,
    budget: { ...noBudget, roleNanoUsd: [null] },
    retry: { ...usualRetry, retries: 1 },
  };
}
