/** The agents of one role: which of them are free, and which take no further task. */
export class RoleAgents {
  /** Free ones, the one that has been free longest first. */
  private readonly free: number[];
  /** Every agent that the role ever had. */
  private readonly known: Set<number>;
  /** Agents that take no further task, and those of them that have none. */
  private readonly retired = new Set<number>();
  private readonly parked = new Set<number>();

  constructor(agents: readonly number[]) {
    this.free = [...agents];
    this.known = new Set(agents);
  }

  get hasFree(): boolean {
    return this.free.length > 0;
  }

  /** The one that would take the next task; -1 where none is free. */
  get next(): number {
    return this.free[0] ?? -1;
  }

  /** It has a task now. */
  take(): number {
    return this.free.shift()!;
  }

  isRetired(agent: number): boolean {
    return this.retired.has(agent);
  }

  /** The agent has no task any more. */
  add(agent: number): void {
    if (this.retired.has(agent)) this.parked.add(agent);
    else this.free.push(agent);
  }

  /** The agent takes no task until `set` names it; it has none now. */
  retire(agent: number): void {
    this.retired.add(agent);
    this.parked.add(agent);
    if (this.free[0] === agent) this.free.shift();
  }

  /** These are the agents from now on; one that is left out ends the task that it has. */
  set(agents: readonly number[]): void {
    const live = new Set(agents);
    for (const agent of this.known) {
      if (live.has(agent) || this.retired.has(agent)) continue;
      this.retired.add(agent);
      const at = this.free.indexOf(agent);
      if (at >= 0) this.parked.add(this.free.splice(at, 1)[0]);
    }
    for (const agent of agents) {
      this.retired.delete(agent);
      if (!this.known.has(agent) || this.parked.delete(agent)) this.free.push(agent);
      this.known.add(agent);
    }
  }

  /** What it was to do is for any agent: it has no task. */
  park(agent: number): void {
    this.parked.add(agent);
  }
}
