import { ReadingOrder } from '../../../../src/plan/content/reading-order.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { TaskTable } from '../../../../src/plan/task-table.ts';
import type { Chance } from '../../../helpers/chance.ts';
import type { EndBook } from './end-book.ts';
import { planWith } from './plan-with.ts';
import type { Work } from './work.ts';

/** Tasks that one agent does, one after the other. */
export interface DrawnChain {
  readonly role: number;
  readonly priority: number;
  readonly count: number;
}

/** Readers that go through what is theirs from its beginning to its end. */
export class ChainsWork implements Work {
  readonly kind = 'chains';
  readonly most: number;
  private readonly chains: readonly (DrawnChain & { readonly first: number })[];
  private readonly isFirst: Uint8Array;

  constructor(chains: readonly DrawnChain[]) {
    let first = 0;
    this.chains = chains.map((chain) => {
      const placed = { ...chain, first };
      first += chain.count;
      return placed;
    });
    this.most = first;
    this.isFirst = new Uint8Array(first);
    for (const chain of this.chains) this.isFirst[chain.first] = 1;
  }

  plan(): Plan {
    const table = new TaskTable();
    for (const { role, priority, count } of this.chains)
      for (let task = 0; task < count; task++) table.add({ id: `r${table.size}`, role, priority });
    return planWith(table, new ReadingOrder(this.chains, this.most), (task) => this.needs(task));
  }

  needs(task: number): readonly number[] {
    return this.isFirst[task] === 1 ? [] : [task - 1];
  }

  isUnderWay(): boolean {
    return false;
  }

  answer(chance: Chance): string {
    return `${chance.whole(1, 9)} pages`;
  }

  /** Nothing is skipped but behind what was cancelled; what is behind that is not begun. */
  judge({ ends }: EndBook): string | null {
    for (const { first, count } of this.chains) {
      let isCancelled = false;
      for (let task = first; task < first + count; task++) {
        const status = ends.get(task)?.status;
        if (status === 'cancelled') isCancelled = true;
        if (status === 'skipped' && !isCancelled)
          return `task ${task} was skipped, and nothing before it was cancelled`;
      }
    }
    return null;
  }
}
