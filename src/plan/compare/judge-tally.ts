import type { VariantView } from '../../state/work-view.ts';
import type { Answers, TaskEnd, Unfolding } from '../unfolding.ts';
import type { CompareLayout } from './compare-layout.ts';
import { pairVerdict, readVerdict, type Verdict } from './verdict.ts';

type Count = Pick<VariantView, 'wins' | 'losses' | 'ties'>;

const words: readonly (Verdict | null)[] = [null, 'A', 'B', 'tie'];

/** What the judge has said so far, for panes to draw: kept up as its tasks end. */
export class JudgeTally {
  private readonly layout: CompareLayout;
  private readonly counts: { wins: number; losses: number; ties: number }[];
  /** By judge's task: index into `words`. */
  private readonly said: Uint8Array;
  private answers: Answers = { text: () => null };

  constructor(layout: CompareLayout) {
    this.layout = layout;
    this.counts = Array.from({ length: layout.variants }, () => ({ wins: 0, losses: 0, ties: 0 }));
    this.said = new Uint8Array(layout.size - layout.answers);
  }

  of(variant: number): Count {
    return { ...this.counts[variant] };
  }

  /** The unfolding, with this one told of what it is told. */
  watching(inner: Unfolding): Unfolding {
    return {
      begin: (past, answers) => {
        this.answers = answers;
        for (const end of past.ends) this.take(end);
        return inner.begin(past, answers);
      },
      ended: (end) => {
        this.take(end);
        return inner.ended(end);
      },
      reopened: (tasks) => inner.reopened(tasks),
    };
  }

  private take({ task, status }: TaskEnd): void {
    const { layout, said, counts } = this;
    if (task < layout.answers || status !== 'done') return;
    const of = task - layout.answers;
    if (said[of] !== 0) return;
    const verdict = readVerdict(this.answers.text(task));
    if (verdict === null) return;
    said[of] = words.indexOf(verdict);
    const straight = of - (of % 2);
    const decided = pairVerdict(words[said[straight]], words[said[straight + 1]]);
    if (decided === null) return;
    const { first, second } = layout.pairs[layout.judged(task).pair];
    if (decided === 0) {
      counts[first].ties++;
      counts[second].ties++;
      return;
    }
    counts[decided === 1 ? first : second].wins++;
    counts[decided === 1 ? second : first].losses++;
  }
}
