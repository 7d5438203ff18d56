import type { Plan } from '../plan/plan.ts';
import { BatchLinks } from './batch-links.ts';
import type { Assignment, Lane } from './lane.ts';
import { resized } from './resized.ts';
import { RoleAgents } from './role-agents.ts';
import { TaskHeap, type TaskOrder } from './task-heap.ts';

/** Where a task stands that has not been sent. */
const Place = { out: 0, open: 1, bound: 2, behind: 3 } as const;

type Writable<T> = { -readonly [Field in keyof T]: T[Field] };

/**
 * What has not been sent, by priority. A task leaves it only when the gates admit it. The tasks of a
 * batch go to one agent, one after the other; which agent is decided when the first of them leaves.
 */
export class WorkQueue {
  /** The first ones are the roles' own, by role. */
  readonly lanes: Lane[];
  private readonly roles: RoleAgents[];
  private readonly plan: Plan;
  private laneOf = new Uint16Array(0);
  private readonly order: Writable<TaskOrder>;
  private place = new Uint8Array(0);
  private readonly links = new BatchLinks();
  /** Tasks of the plan that are taken up. */
  private size = 0;
  /** Those of them whose priority was given in the beginning. */
  private readonly prioritized: number;
  /** The agent that a bound task waits for. */
  private agentOf = new Int32Array(0);
  /** 1 where that agent has worked on the task already. */
  private begun = new Uint8Array(0);

  /**
   * @param priority by task: the plan's, or what it was changed to in an earlier session
   * @param agents numbers of the agents of each role
   */
  constructor(plan: Plan, priority: Int16Array, agents: readonly (readonly number[])[]) {
    this.plan = plan;
    this.prioritized = plan.size;
    this.order = {
      priority: Int16Array.from(priority.subarray(0, plan.size)),
      deadlineMs: plan.deadlineMs,
      place: plan.graph?.table.place ?? null,
      position: new Int32Array(0),
    };
    this.roles = agents.map((free) => new RoleAgents(free));
    this.lanes = agents.map((_, role) => this.newLane(role, -1));
    this.grow();
  }

  /** Takes up the tasks that the plan was given since. */
  grow(): void {
    const { plan, order, place } = this;
    if (plan.size > place.length) this.makeRoom(Math.max(plan.size, Math.ceil(place.length * 1.5)));
    order.place = plan.graph?.table.place ?? null;
    for (let task = this.size; task < plan.size; task++) {
      this.laneOf[task] = plan.role[task];
      if (task >= this.prioritized) order.priority[task] = plan.priority[task];
    }
    this.size = plan.size;
  }

  /**
   * Adds tasks that are to be done, in the order of the plan.
   *
   * @param batch tasks with the same number belong together
   */
  add(tasks: Iterable<number>, batch: Uint32Array): void {
    const lastOfBatch = new Map<number, number>();
    const { priority } = this.order;
    for (const task of tasks) {
      const last = lastOfBatch.get(batch[task]);
      // A more urgent task does not wait behind the rest of a batch.
      if (last !== undefined && priority[last] === priority[task]) {
        this.links.link(last, task);
        this.place[task] = Place.behind;
      } else this.open(task);
      lastOfBatch.set(batch[task], task);
    }
  }

  /**
   * The agent that ends `after` goes on with the task, before it takes any other.
   *
   * @returns whether it can: it is on its own, and nothing else follows it
   */
  follow(task: number, after: number): boolean {
    if (task < 0 || this.links.next(after) >= 0 || this.place[after] !== Place.out) return false;
    this.links.link(after, task);
    this.place[task] = Place.behind;
    return true;
  }

  /** Cuts what no agent has begun into other batches. */
  rebatch(batch: Uint32Array): void {
    const waiting: number[] = [];
    this.place.forEach((place, task) => {
      if (place === Place.open || place === Place.behind) waiting.push(task);
    });
    for (const { open } of this.lanes) open.clear();
    this.links.clear();
    this.add(waiting, batch);
  }

  /** Whether the lane has tasks that have not been sent. */
  waits({ open, bound }: Lane): boolean {
    return open.size > 0 || bound.size > 0;
  }

  /** Priority of the lane's next task that an agent could take now; null where there is none. */
  readyPriority(lane: Lane): number | null {
    const task = this.readyTask(lane);
    return task < 0 ? null : this.order.priority[task];
  }

  /** The lane's next task that an agent could take now; -1 where there is none. */
  readyTask({ role, open, bound }: Lane): number {
    const openTask = this.roles[role].hasFree ? open.peek() : -1;
    const boundTask = bound.peek();
    if (openTask < 0 || boundTask < 0) return Math.max(openTask, boundTask);
    const { priority } = this.order;
    return priority[openTask] > priority[boundTask] ? openTask : boundTask;
  }

  /** The agent that would take the task that `readyTask` names. */
  readyAgent(lane: Lane): number {
    const task = this.readyTask(lane);
    const isBound = task >= 0 && task === lane.bound.peek();
    return isBound ? this.agentOf[task] : this.roles[lane.role].next;
  }

  /** Takes the task that `readyTask` named. */
  take(lane: Lane): Assignment {
    const task = this.readyTask(lane);
    this.place[task] = Place.out;
    if (task === lane.bound.peek()) {
      lane.bound.pop();
      return { task, agent: this.agentOf[task] };
    }
    lane.open.pop();
    return { task, agent: this.roles[lane.role].take() };
  }

  /** Puts a task back, for the agent that had it. */
  putBack(task: number, agent: number): void {
    this.begun[task] = 1;
    this.bind(task, agent);
  }

  /** Puts a task back, for any agent. */
  open(task: number): void {
    this.begun[task] = 0;
    this.place[task] = Place.open;
    this.lanes[this.laneOf[task]].open.push(task);
  }

  /** Puts a task back, for any agent, and frees the one that had it. */
  reopen(task: number, agent: number): void {
    this.open(task);
    this.free(this.plan.role[task], agent);
  }

  /** The agent has ended its task: it goes on with the batch, or is free. */
  release(task: number, agent: number): void {
    const next = this.links.next(task);
    this.links.cut(task);
    if (next < 0) this.free(this.plan.role[task], agent);
    else if (this.roles[this.plan.role[task]].isRetired(agent)) {
      this.free(this.plan.role[task], agent);
      this.open(next);
    } else this.bind(next, agent);
  }

  hasFree(role: number): boolean {
    return this.roles[role].hasFree;
  }

  /** The agent has no task any more. */
  free(role: number, agent: number): void {
    this.roles[role].add(agent);
  }

  /** Whether the task stands nowhere in the queue. */
  isOut(task: number): boolean {
    return this.place[task] === Place.out;
  }

  /** Whether the task waits for an agent of its own. */
  isBound(task: number): boolean {
    return this.place[task] === Place.bound;
  }

  /** Takes a waiting task out; an agent that had begun it is free for others. */
  remove(task: number): void {
    if (this.drop(task)) this.release(task, this.agentOf[task]);
  }

  /** Takes a waiting task out for good. @returns whether an agent that worked on it is to be released */
  drop(task: number): boolean {
    const place = this.place[task];
    const previous = this.links.previous(task);
    const next = this.links.next(task);
    this.takeOut(task);
    if (place === Place.bound) {
      if (this.begun[task] === 1) return true;
      this.release(task, this.agentOf[task]);
    } else if (place !== Place.out) {
      this.links.cut(task);
      if (next >= 0 && previous < 0) this.open(next);
      else if (next >= 0) this.links.link(previous, next);
    }
    return false;
  }

  setPriority(task: number, priority: number): void {
    if (this.order.priority[task] === priority) return;
    this.moved(task, () => {
      this.order.priority[task] = priority;
    });
  }

  /** The task goes over this route from now on. */
  setRoute(task: number, route: number): void {
    const role = this.plan.role[task];
    let lane = this.lanes.findIndex((lane) => lane.role === role && lane.route === route);
    if (lane < 0) lane = this.lanes.push(this.newLane(role, route)) - 1;
    this.moved(task, () => {
      this.laneOf[task] = lane;
    });
  }

  /** The agents of a role from now on; one that is left out ends the task that it has. */
  setAgents(role: number, agents: readonly number[]): void {
    const ofRole = this.roles[role];
    const bound = this.lanes
      .filter((lane) => lane.role === role)
      .flatMap((lane) => [...lane.bound.values()]);
    ofRole.set(agents);
    for (const task of bound) {
      if (!ofRole.isRetired(this.agentOf[task]) || this.begun[task] === 1) continue;
      ofRole.park(this.agentOf[task]);
      this.takeOut(task);
      this.open(task);
    }
  }

  /** The agent that `readyAgent` names takes no task until `setAgents` names it; what it had is for any. */
  dismiss(lane: Lane): void {
    const task = this.readyTask(lane);
    const agent = this.readyAgent(lane);
    this.roles[lane.role].retire(agent);
    if (this.place[task] === Place.bound) {
      this.takeOut(task);
      this.open(task);
    }
  }

  /** Changes what decides on the place of a task while it stands in none. */
  private moved(task: number, change: () => void): void {
    const place = this.place[task];
    if (place === Place.behind) this.drop(task);
    else this.takeOut(task);
    change();
    if (place === Place.bound) this.bind(task, this.agentOf[task]);
    // What waited behind others in a batch is on its own now.
    else if (place !== Place.out) this.open(task);
  }

  private makeRoom(tasks: number): void {
    const { order } = this;
    this.place = resized(this.place, new Uint8Array(tasks));
    this.begun = resized(this.begun, new Uint8Array(tasks));
    this.agentOf = resized(this.agentOf, new Int32Array(tasks).fill(-1));
    this.laneOf = resized(this.laneOf, new Uint16Array(tasks));
    order.position = resized(order.position, new Int32Array(tasks));
    order.priority = resized(order.priority, new Int16Array(tasks));
    this.links.grow(tasks);
  }

  private newLane(role: number, route: number): Lane {
    return { role, route, open: new TaskHeap(this.order), bound: new TaskHeap(this.order) };
  }

  private bind(task: number, agent: number): void {
    this.agentOf[task] = agent;
    this.place[task] = Place.bound;
    this.lanes[this.laneOf[task]].bound.push(task);
  }

  private takeOut(task: number): void {
    const { open, bound } = this.lanes[this.laneOf[task]];
    if (this.place[task] === Place.open) open.remove(task);
    if (this.place[task] === Place.bound) bound.remove(task);
    this.place[task] = Place.out;
  }
}
