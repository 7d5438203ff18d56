import type { TaskSelection } from '../../src/engine/commands/command.ts';
import type { LiveRun } from '../live-run.ts';
import { agentName } from '../panes/agent-name.ts';
import { count } from '../parts/format.ts';

/** The agents that are marked by a query: `marked` stands for their tasks in commands. */
export class LinearMarks {
  private readonly run: LiveRun;
  private readonly marks = new Set<number>();

  constructor(run: LiveRun) {
    this.run = run;
  }

  /** Those that have not left. */
  get marked(): readonly number[] {
    const { agents } = this.run.snapshot();
    return [...this.marks].filter((agent) => !agents.isGone(agent)).sort((a, b) => a - b);
  }

  /** The tasks of the marked agents; null where none is marked. */
  markedTasks(): TaskSelection | null {
    const { marked } = this;
    if (marked.length === 0) return null;
    const snapshot = this.run.snapshot();
    const tasks = marked.map((agent) => snapshot.agents.task[agent]).filter((task) => task >= 0);
    const as =
      marked.length === 1 ? agentName(snapshot, marked[0]) : `${count(marked.length)} agents`;
    return { tasks: [...new Set(tasks)], as };
  }

  mark(agents: readonly number[]): void {
    for (const agent of agents) this.marks.add(agent);
  }

  unmark(): void {
    this.marks.clear();
  }
}
