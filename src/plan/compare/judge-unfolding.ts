import type { Answers, PlanPast, PlanStep, TaskEnd, Unfolding } from '../unfolding.ts';
import type { CompareLayout } from './compare-layout.ts';

const open = 0;
const answered = 1;
const unanswered = 2;

/**
 * All answers are due at once. Each pair of a round is judged as soon as both of its answers are
 * there, and skipped as soon as one cannot come.
 */
export class JudgeUnfolding implements Unfolding {
  private readonly layout: CompareLayout;
  private readonly state: Uint8Array;
  /** By round and pair. */
  private readonly skipped: Uint8Array;
  private answers: Answers = { text: () => null };

  constructor(layout: CompareLayout) {
    this.layout = layout;
    this.state = new Uint8Array(layout.answers);
    this.skipped = new Uint8Array(layout.rounds * layout.pairs.length);
  }

  /** The answer of a task; empty as long as there is none. */
  text(task: number): string {
    return this.answers.text(task) ?? '';
  }

  begin(past: PlanPast, answers: Answers): readonly PlanStep[] {
    this.answers = answers;
    for (const end of past.ends) this.take(end);
    const due: number[] = [];
    for (let task = 0; task < this.layout.answers; task++)
      if (this.state[task] === open) due.push(task);
    const steps: PlanStep[] = due.length === 0 ? [] : [{ kind: 'release', tasks: due }];
    if (past.ends.length === 0) return steps;
    for (let round = 0; round < this.layout.rounds; round++)
      steps.push(...this.settle(round, () => true));
    return steps;
  }

  ended(end: TaskEnd): readonly PlanStep[] {
    if (!this.take(end)) return [];
    const round = this.layout.roundOf(end.task);
    const variant = this.layout.variantOf(end.task);
    return this.settle(round, ({ first, second }) => first === variant || second === variant);
  }

  reopened(tasks: readonly number[]): readonly PlanStep[] {
    const rounds = new Set<number>();
    for (const task of tasks) {
      if (task >= this.layout.answers) continue;
      this.state[task] = open;
      rounds.add(this.layout.roundOf(task));
    }
    const again: number[] = [];
    for (const round of rounds)
      this.layout.pairs.forEach((_, pair) => {
        const index = round * this.layout.pairs.length + pair;
        if (this.skipped[index] === 0 || this.pairState(round, pair) === unanswered) return;
        this.skipped[index] = 0;
        again.push(...this.tasksOf(round, pair));
      });
    return again.length === 0 ? [] : [{ kind: 'unskip', tasks: again }];
  }

  /** Notes how an answer ended. @returns whether it is one */
  private take({ task, status }: TaskEnd): boolean {
    if (task >= this.layout.answers) return false;
    this.state[task] = status === 'done' ? answered : unanswered;
    return true;
  }

  /** What follows for the pairs of a round that are concerned. */
  private settle(
    round: number,
    concerned: (pair: { first: number; second: number }) => boolean,
  ): PlanStep[] {
    const { pairs } = this.layout;
    const release: number[] = [];
    const skip: number[] = [];
    pairs.forEach((ofPair, pair) => {
      if (!concerned(ofPair)) return;
      const index = round * pairs.length + pair;
      const state = this.pairState(round, pair);
      if (state === open || this.skipped[index] === 1) return;
      if (state === answered) release.push(...this.tasksOf(round, pair));
      else {
        this.skipped[index] = 1;
        skip.push(...this.tasksOf(round, pair));
      }
    });
    const steps: PlanStep[] = [];
    if (release.length > 0) steps.push({ kind: 'release', tasks: release });
    if (skip.length > 0)
      steps.push({ kind: 'skip', tasks: skip, reason: 'one of the two answers is missing' });
    return steps;
  }

  private pairState(round: number, pair: number): number {
    const { first, second } = this.layout.pairs[pair];
    const one = this.state[this.layout.answerTask(round, first)];
    const other = this.state[this.layout.answerTask(round, second)];
    if (one === unanswered || other === unanswered) return unanswered;
    return one === answered && other === answered ? answered : open;
  }

  private tasksOf(round: number, pair: number): number[] {
    const task = this.layout.judgeTask(round, pair);
    return [task, task + 1];
  }
}
