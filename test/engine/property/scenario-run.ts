import type { RunOutcome } from '../../../src/engine/engine-config.ts';
import type { NewTask } from '../../../src/plan/task-table.ts';
import type { EventOf, RunEvent } from '../../../src/state/events.ts';
import { RunState } from '../../../src/state/run-state.ts';
import { MemoryUsage } from '../../gates/memory-usage-book.ts';
import { Chance } from '../../helpers/chance.ts';
import type { VirtualClock } from '../../helpers/virtual-clock.ts';
import { Book } from './book.ts';
import { buildEngine } from './build-engine.ts';
import { GroupJournal } from './group-journal.ts';
import { invariants } from './invariants.ts';
import { type Asked, Operator } from './operator.ts';
import { rulesOf } from './rules.ts';
import type { Scenario } from './scenario.ts';
import { planOf, sessionPlan } from './session-plan.ts';
import { Watch } from './watch.ts';
import type { World } from './world.ts';

/** What timers of a session that is over may take to be gone, ms. */
const tidyMs = 100;
/** How long a run that is over is watched for something that still happens, ms. */
const afterwardsMs = 120_000;
/** Between the end of a session and the next, at most, ms. */
const longestBreakMs = 60_000;

/** A scenario's run, session after session, as its checks see it. */
export class ScenarioRun {
  readonly events: RunEvent[] = [];
  readonly asked: Asked[] = [];
  readonly outcomes: (RunOutcome | 'killed')[] = [];
  readonly book: Book;
  watch: Watch;
  private readonly scenario: Scenario;
  private readonly told: Scenario;
  private readonly clock: VirtualClock;
  private readonly world: World;
  /** By number, tasks that the plan was given while the run lived. */
  private readonly added: NewTask[] = [];
  /** What counts over all sessions. */
  private readonly usage = new MemoryUsage();
  private readonly chance: Chance;
  private accidentTimer: NodeJS.Timeout | undefined;

  /** @param told what the engine is told */
  constructor(scenario: Scenario, told: Scenario, clock: VirtualClock) {
    this.scenario = scenario;
    this.told = told;
    this.clock = clock;
    this.chance = new Chance(scenario.seed ^ 0x2545f491);
    this.book = new Book(scenario);
    const { book, events } = this;
    const rules = rulesOf(scenario);
    this.world = {
      scenario,
      book,
      rules,
      plan: planOf(scenario),
      state: new RunState(),
      events,
      durableSeq: () => 0,
      lost: false,
      diskFull: false,
    };
    this.watch = new Watch(this.world, invariants);
    book.onBegin = (call) => this.watch.callBegun(call);
    book.onEnd = (call) => this.watch.callEnded(call);
  }

  async run(): Promise<void> {
    for (let number = 1; number <= this.scenario.sessions; number++) {
      if (number > 1) this.resume();
      if (await this.session(number)) break;
      await later(this.chance.between(0, longestBreakMs));
    }
    const { length } = this.events;
    await later(afterwardsMs);
    if (this.events.length > length) this.watch.note('nothing is left behind', 'events come on');
  }

  /** @returns whether there is nothing more to be done in another session */
  private async session(number: number): Promise<boolean> {
    const { scenario, world, watch, chance, events } = this;
    const before = events.length;
    let dead = false;
    const journal = new GroupJournal(scenario.commitMs, (event) => {
      if (dead) return;
      if (event.type === 'plan.extended') this.extend(event);
      events.push(event);
      watch.event(event);
    });
    world.durableSeq = () => before + journal.durable;
    const session = sessionPlan(this.told, events, this.added, world.durableSeq);
    world.plan = session.plan;
    const engine = buildEngine(
      this.told,
      this.book,
      world.state,
      journal,
      this.usage.open(),
      chance,
      session,
    );
    const operator = new Operator(engine, world, watch, chance, this.asked);
    engine.onEvent(() => operator.heard());
    operator.begin(scenario);
    const accident = number === 1 ? this.accident(journal) : null;
    engine.start();
    const outcome = await Promise.race([
      engine.ended,
      watch.broken,
      ...(accident === null ? [] : [accident]),
    ]);
    operator.leave();
    clearTimeout(this.accidentTimer);
    this.outcomes.push(outcome);
    if (outcome === 'killed') {
      dead = true;
      this.clock.forget();
      this.book.breakOff();
      // Which of the calls were sent when it happened nobody knows.
      world.lost = true;
    } else watch.ended(outcome);
    await later(tidyMs);
    const { pending } = this.clock;
    if (pending > 0) this.watch.note('nothing is left behind', `${pending} timers run on`);
    this.lose(before + journal.durable);
    return outcome !== 'killed' && (outcome.phase === 'DONE' || operator.gone);
  }

  /** The columns of the scenario have room for what comes new. */
  private extend({ first, count }: EventOf<'plan.extended'>): void {
    const { tasks } = this.scenario;
    const { plan } = this.world;
    for (let task = first; task < first + count; task++) {
      const [id, role, priority] = [plan.id(task), plan.role[task], plan.priority[task]];
      this.added[task] = { id, role, priority, batch: plan.batch[task] };
      tasks.role[task] = role;
      tasks.priority[task] = priority;
    }
  }

  /** What befalls the process. @returns `killed` once it is, where it is to be */
  private accident(journal: GroupJournal): Promise<'killed'> | null {
    const { accident } = this.scenario;
    if (accident === null) return null;
    return new Promise((resolve) => {
      this.accidentTimer = setTimeout(() => {
        if (accident.kind === 'killed') resolve('killed');
        else {
          this.world.diskFull = true;
          journal.fillDisk();
        }
      }, accident.atMs);
    });
  }

  /** What was not durable is gone, and the checks begin anew from what is left. */
  private lose(durable: number): void {
    const { world, events } = this;
    if (durable === events.length) return;
    for (const event of events.splice(durable))
      if (event.type === 'task.finished') this.book.answers[event.task] = 0;
    world.lost = true;
    const { violation } = this.watch;
    if (violation !== null) return;
    world.state = new RunState();
    this.watch = new Watch(world, invariants);
    for (const event of events) {
      this.watch.event(event);
      world.state.apply(event);
    }
  }

  private resume(): void {
    this.world.state = folded(this.events);
    const { batchesKept, budget } = this.world.rules;
    // What was spent under a raised one stays spent.
    this.world.rules = { ...rulesOf(this.scenario), batchesKept, budget };
    this.world.diskFull = false;
  }
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function folded(events: readonly RunEvent[]): RunState {
  const state = new RunState();
  for (const event of events) state.apply(event);
  return state;
}
