import type { Plan } from '../../../../src/plan/plan.ts';
import type { Chance } from '../../../helpers/chance.ts';
import type { EndBook } from './end-book.ts';

/** Work whose tasks depend on each other. What it says of them it knows of itself, not of the plan. */
export interface Work {
  readonly kind: 'workflows' | 'consensus' | 'chains';
  /** Tasks at most, with all that the plan may grow by. */
  readonly most: number;
  /** Made anew, as every session makes it. */
  plan(): Plan;
  /** Tasks that have to end before this one goes. */
  needs(task: number, plan: Plan): readonly number[];
  /** Whether it was due once, as others of the same list show, which have been done. */
  isUnderWay(task: number, plan: Plan, ends: EndBook): boolean;
  /** What a model answers. */
  answer(chance: Chance): string;
  /** What is wrong with what was done and what was not, in a run that is done; null where nothing is. */
  judge(ends: EndBook, plan: Plan): string | null;
}
