import { TaskStatus } from './agent-state.ts';

/** The facts of each task that the state keeps; grows as tasks are added. Texts lie in the store. */
export class TaskColumns {
  size = 0;
  status = new Uint8Array(0);
  role = new Uint16Array(0);
  priority = new Int16Array(0);
  attempts = new Uint16Array(0);
  agent = new Int32Array(0);
  /** The route that it was last sent to; -1 before its first call. */
  route = new Int16Array(0);
  /** The route that the operator chose for it; -1 for those of its role. */
  chosenRoute = new Int16Array(0);
  /** Code of the class of its last failure (`failureCodes`), kept when it ends well; 0 for none. */
  error = new Uint8Array(0);
  /** Nano-dollars settled over its attempts; what has no known price is not in it. */
  costNanoUsd = new Float64Array(0);
  /** The most that calls of it without a known end may have cost. */
  uncertainNanoUsd = new Float64Array(0);
  /** 1 where a call of it had no known price: `costNanoUsd` is then the least that it cost. */
  unpriced = new Uint8Array(0);
  /** Output tokens of its calls that have ended, failed ones included. */
  tokens = new Uint32Array(0);
  /** Run time, ms, when it entered its status: for a queued one when it was last put in the queue. */
  sinceT = new Float64Array(0);
  /** How long it took in all when it ended last, its retries and waits between them included, ms. */
  durationMs = new Float32Array(0);
  /** How long the call took that gave its answer, ms; 0 where there is none. */
  callMs = new Float32Array(0);

  add(
    count: number,
    role: number | readonly number[],
    priority: number | readonly number[],
    t: number,
    status: number = TaskStatus.queued,
  ): void {
    const first = this.size;
    this.grow(first + count);
    for (let i = 0; i < count; i++) {
      const task = first + i;
      this.role[task] = typeof role === 'number' ? role : role[i];
      this.priority[task] = typeof priority === 'number' ? priority : priority[i];
      this.status[task] = status;
      this.agent[task] = -1;
      this.route[task] = -1;
      this.chosenRoute[task] = -1;
      this.sinceT[task] = t;
    }
  }

  private grow(size: number): void {
    if (size > this.status.length) {
      const capacity = Math.max(size, Math.ceil(this.status.length * 1.5));
      this.status = copied(new Uint8Array(capacity), this.status);
      this.role = copied(new Uint16Array(capacity), this.role);
      this.priority = copied(new Int16Array(capacity), this.priority);
      this.attempts = copied(new Uint16Array(capacity), this.attempts);
      this.agent = copied(new Int32Array(capacity), this.agent);
      this.route = copied(new Int16Array(capacity), this.route);
      this.chosenRoute = copied(new Int16Array(capacity), this.chosenRoute);
      this.error = copied(new Uint8Array(capacity), this.error);
      this.costNanoUsd = copied(new Float64Array(capacity), this.costNanoUsd);
      this.uncertainNanoUsd = copied(new Float64Array(capacity), this.uncertainNanoUsd);
      this.unpriced = copied(new Uint8Array(capacity), this.unpriced);
      this.tokens = copied(new Uint32Array(capacity), this.tokens);
      this.sinceT = copied(new Float64Array(capacity), this.sinceT);
      this.durationMs = copied(new Float32Array(capacity), this.durationMs);
      this.callMs = copied(new Float32Array(capacity), this.callMs);
    }
    this.size = size;
  }
}

function copied<T extends { set(from: T): void }>(to: T, from: T): T {
  to.set(from);
  return to;
}
