import type { Plan } from '../plan/plan.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import type { WorkView } from '../state/work-view.ts';
import { readPast, storedAnswers } from '../store/plan-past.ts';
import { readRecord } from '../store/run-reader.ts';
import type { Database } from '../store/sqlite.ts';
import { openPlan } from '../store/stored-plan.ts';

/** How the work of a run of the past hung together, at any moment of it. */
export class PastWork {
  private readonly database: () => Database;
  private readonly spec: ResolvedSpec;
  private at: { readonly seq: number; readonly plan: Plan | null } | null = null;

  constructor(database: () => Database, spec: ResolvedSpec) {
    this.database = database;
    this.spec = spec;
  }

  /** @param seq the last event that had happened; null where each task stands alone */
  view(seq: number): WorkView | null {
    return this.planAt(seq)?.view?.() ?? null;
  }

  /** Null where the task is part of no workflow. */
  workflowOf(task: number, seq: number): string | null {
    const graph = this.planAt(seq)?.graph;
    return graph?.workflows[graph.workflowOf(task)]?.name ?? null;
  }

  /** It unfolds as it did: each moment has a plan of its own, since a plan goes one way. */
  private planAt(seq: number): Plan | null {
    if (this.spec.workload.kind === 'prompts') return null;
    if (this.at?.seq !== seq) this.at = { seq, plan: this.unfolded(seq) };
    return this.at.plan;
  }

  private unfolded(seq: number): Plan | null {
    try {
      const database = this.database();
      const plan = openPlan(database, this.spec, readRecord(database).tasks);
      plan.graph?.unfolding.begin(readPast(database, seq), storedAnswers(database));
      return plan;
    } catch {
      // All else of the run can be looked at still.
      return null;
    }
  }
}
