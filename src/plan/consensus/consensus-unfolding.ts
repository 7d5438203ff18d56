import type { Answers, PlanPast, PlanStep, TaskEnd, Unfolding } from '../unfolding.ts';
import type { ConsensusParts } from './consensus-parts.ts';
import { droppedReason } from './dropped-reason.ts';
import { keptKey, keptText } from './kept-text.ts';
import type { Poll } from './poll.ts';

/**
 * Asks voters in waves. At first only as many as could decide the question if they all agreed; with each
 * that ends as many more as could decide it given the votes so far, if all who are asked agreed with
 * the answer that leads. So what is saved was never sent, and no voter is waited for in vain. Who
 * fails has no vote, and another is asked while there is one.
 */
export class ConsensusUnfolding implements Unfolding {
  private readonly parts: ConsensusParts;
  private answers: Answers = { text: () => null };
  /** Voters that were spared: who of them is asked after all has to wait again first. */
  private readonly skipped = new Set<number>();

  constructor(parts: ConsensusParts) {
    this.parts = parts;
  }

  begin(past: PlanPast, answers: Answers): PlanStep[] {
    this.answers = answers;
    for (const end of past.ends) this.note(end);
    const steps: PlanStep[] = [];
    const released: number[] = [];
    for (const poll of this.parts.polls) {
      if (poll.spared.length > 0) poll.unspare();
      if (this.isSettled(poll)) {
        steps.push(...this.close(poll));
        continue;
      }
      released.push(...this.ask(poll));
    }
    return [...steps, ...this.releases(released)];
  }

  ended(end: TaskEnd): PlanStep[] {
    const poll = this.note(end);
    if (poll.isClosed) return [];
    if (this.isSettled(poll)) return this.close(poll);
    return this.releases(this.ask(poll));
  }

  /**
   * Voters whom the operator has asked once more are not dropped where the question is settled without
   * them. Where it is not, those who had been spared may be asked after all.
   */
  reopened(tasks: readonly number[]): PlanStep[] {
    const steps: PlanStep[] = [];
    const polls = new Set(tasks.map((task) => this.pollOf(task)));
    for (const task of tasks) this.pollOf(task).reopened(task);
    for (const poll of polls) {
      poll.unspare();
      if (this.isSettled(poll)) {
        poll.close();
        poll.spareWaiting();
        continue;
      }
      steps.push(...this.releases(this.ask(poll)));
    }
    return steps;
  }

  private note({ task, status }: TaskEnd): Poll {
    const poll = this.pollOf(task);
    if (status === 'skipped') {
      poll.skipped(task);
      this.skipped.add(task);
    } else poll.ended(task, status === 'done' ? this.voteOf(task) : null);
    return poll;
  }

  private voteOf(task: number) {
    const text = this.answers.text(task);
    const vote = text === null ? null : this.parts.vote(text);
    return vote === null ? null : { key: keptKey(vote.key), answer: keptText(vote.answer) };
  }

  private close(poll: Poll): PlanStep[] {
    poll.close();
    const spared = poll.spareWaiting();
    for (const task of spared) this.skipped.add(task);
    const tasks = [...poll.dropAsked(), ...spared];
    return tasks.length === 0 ? [] : [{ kind: 'drop', tasks, reason: droppedReason }];
  }

  private ask(poll: Poll): number[] {
    const tasks: number[] = [];
    while (!this.parts.isSettled(poll.best)) {
      const task = poll.ask();
      if (task === null) break;
      tasks.push(task);
    }
    return tasks;
  }

  private releases(released: readonly number[]): PlanStep[] {
    const unskipped = released.filter((task) => this.skipped.delete(task));
    return [
      ...(unskipped.length > 0 ? [{ kind: 'unskip', tasks: unskipped } as const] : []),
      ...(released.length > 0 ? [{ kind: 'release', tasks: released } as const] : []),
    ];
  }

  private isSettled({ ballot }: Poll): boolean {
    return this.parts.isSettled(ballot);
  }

  private pollOf(task: number): Poll {
    return this.parts.polls[Math.floor(task / this.parts.voters)];
  }
}
