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

  constructor(parts: ConsensusParts) {
    this.parts = parts;
  }

  begin(past: PlanPast, answers: Answers): PlanStep[] {
    this.answers = answers;
    for (const end of past.ends) this.note(end);
    const steps: PlanStep[] = [];
    const unskipped: number[] = [];
    const released: number[] = [];
    for (const poll of this.parts.polls) {
      const spared = new Set(poll.spared);
      if (spared.size > 0) poll.unspare();
      if (this.isSettled(poll)) {
        steps.push(...this.close(poll));
        continue;
      }
      for (const task of this.ask(poll)) {
        if (spared.has(task)) unskipped.push(task);
        released.push(task);
      }
    }
    return [...steps, ...releases(unskipped, released)];
  }

  ended(end: TaskEnd): PlanStep[] {
    const poll = this.note(end);
    if (poll.isClosed) return [];
    if (this.isSettled(poll)) return this.close(poll);
    return releases([], this.ask(poll));
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
      const spared = new Set(poll.spared);
      poll.unspare();
      if (this.isSettled(poll)) {
        poll.close();
        poll.spareWaiting();
        continue;
      }
      const released = this.ask(poll);
      steps.push(
        ...releases(
          released.filter((task) => spared.has(task)),
          released,
        ),
      );
    }
    return steps;
  }

  private note({ task, status }: TaskEnd): Poll {
    const poll = this.pollOf(task);
    if (status === 'skipped') poll.skipped(task);
    else poll.ended(task, status === 'done' ? this.voteOf(task) : null);
    return poll;
  }

  private voteOf(task: number) {
    const text = this.answers.text(task);
    const vote = text === null ? null : this.parts.vote(text);
    return vote === null ? null : { key: keptKey(vote.key), answer: keptText(vote.answer) };
  }

  private close(poll: Poll): PlanStep[] {
    poll.close();
    const tasks = [...poll.dropAsked(), ...poll.spareWaiting()];
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

  private isSettled({ ballot }: Poll): boolean {
    return this.parts.isSettled(ballot);
  }

  private pollOf(task: number): Poll {
    return this.parts.polls[Math.floor(task / this.parts.voters)];
  }
}

function releases(unskipped: readonly number[], released: readonly number[]): PlanStep[] {
  return [
    ...(unskipped.length > 0 ? [{ kind: 'unskip', tasks: unskipped } as const] : []),
    ...(released.length > 0 ? [{ kind: 'release', tasks: released } as const] : []),
  ];
}
