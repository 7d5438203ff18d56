import { compileConsensus } from '../../../../src/plan/consensus/compile-consensus.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import type { ResolvedSpec } from '../../../../src/spec/resolved.ts';
import {
  type ConsensusWorkload,
  votersPerQuestion,
} from '../../../../src/spec/work/consensus-workload.ts';
import type { Chance } from '../../../helpers/chance.ts';
import type { EndBook } from './end-book.ts';
import type { Work } from './work.ts';

/** Questions that several voters answer. */
export class ConsensusWork implements Work {
  readonly kind = 'consensus';
  readonly most: number;
  private readonly spec: ResolvedSpec;
  private readonly workload: ConsensusWorkload;
  private readonly voters: number;

  constructor(spec: ResolvedSpec, workload: ConsensusWorkload) {
    this.spec = spec;
    this.workload = workload;
    this.voters = votersPerQuestion(workload.voters);
    this.most = workload.questions.length * this.voters;
  }

  plan(): Plan {
    return compileConsensus(this.spec, this.workload);
  }

  /** Who is asked when hangs on the votes, and on no voter in particular. */
  needs(): readonly number[] {
    return [];
  }

  isUnderWay(): boolean {
    return false;
  }

  answer(chance: Chance): string {
    return chance.happens(0.7) ? 'yes' : chance.pick(['no', 'perhaps']);
  }

  /** Whoever was not heard could not have changed what came of the question. */
  judge({ ends, released }: EndBook): string | null {
    const { questions, earlyStop } = this.workload;
    for (let question = 0; question < questions.length; question++) {
      const votes = new Map<string, number>();
      let unheard = 0;
      for (let task = question * this.voters; task < (question + 1) * this.voters; task++) {
        const end = ends.get(task);
        // Who was asked, and cut or dropped before the answer, has lost the vote.
        if (end?.off) unheard += released.has(task) ? 0 : 1;
        else if (end?.status === 'skipped') return `voter ${task} is missed, and nobody failed it`;
        else if (end?.status === 'done') votes.set(end.text, (votes.get(end.text) ?? 0) + 1);
      }
      if (unheard > 0 && earlyStop === 'never') return `question ${question} was ended early`;
      if (earlyStop === 'certain' && this.canChange(votes, unheard))
        return `question ${question} was ended with ${JSON.stringify([...votes])}, and ${unheard} could change that`;
    }
    return null;
  }

  private canChange(votes: ReadonlyMap<string, number>, unheard: number): boolean {
    const came = this.winner(votes);
    for (const answer of [...votes.keys(), 'something else'])
      for (let more = 1; more <= unheard; more++)
        if (this.winner(new Map(votes).set(answer, (votes.get(answer) ?? 0) + more)) !== came)
          return true;
    return false;
  }

  private winner(votes: ReadonlyMap<string, number>): string | null {
    const [first, second] = [...votes].sort(([, a], [, b]) => b - a);
    if (first === undefined || (second !== undefined && second[1] === first[1])) return null;
    const valid = [...votes.values()].reduce((sum, count) => sum + count, 0);
    const { threshold } = this.workload;
    const share = first[1] / valid;
    const wins = threshold === null ? share > 0.5 : share >= threshold;
    return wins ? first[0] : null;
  }
}
