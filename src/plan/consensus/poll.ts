import type { AnswerForm } from '../normalize/normalizer.ts';
import { Ballot } from './ballot.ts';
import type { Tally } from './tally.ts';
import { VoterState } from './voter-state.ts';

const { waiting, asked, voted, lost, spared } = VoterState;

/** The voters of one question: who is asked, who has voted, and who may yet be asked. */
export class Poll {
  readonly ballot: Ballot;
  /** Whether no more voters are asked. */
  isClosed = false;
  /** Weight of those who had not voted when it was closed. */
  unheard = 0;
  /** Changes with all that is told of it. */
  version = 0;
  /** Number of its first task; its voters are that and those after it. */
  readonly first: number;
  private readonly states: Uint8Array;
  private readonly weights: Float64Array;
  /** Before it nobody waits. */
  private next = 0;
  private inFlight = 0;
  private inFlightWeight = 0;
  private inFlightSquares = 0;

  /**
   * @param states of its voters; written here alone
   * @param weights of the same
   */
  constructor(first: number, states: Uint8Array, weights: Float64Array) {
    this.first = first;
    this.states = states;
    this.weights = weights;
    this.ballot = new Ballot(
      weights.length,
      weights.reduce((sum, weight) => sum + weight, 0),
    );
  }

  /** Voters that were not asked, and need not be. */
  get spared(): readonly number[] {
    return this.inState(spared);
  }

  /** Where the votes would stand if all who are asked now voted for the answer that leads. */
  get best(): Tally {
    const { ballot, inFlight, inFlightWeight, inFlightSquares } = this;
    return {
      lead: ballot.lead + inFlightWeight,
      second: ballot.second,
      valid: ballot.valid + inFlightWeight,
      squares: ballot.squares + inFlightSquares,
      open: ballot.voters === inFlight ? 0 : ballot.open - inFlightWeight,
    };
  }

  /**
   * Asks the next voter that waits.
   *
   * @returns its task; null where nobody waits
   */
  ask(): number | null {
    const { states } = this;
    while (this.next < states.length && states[this.next] !== waiting) this.next++;
    if (this.next === states.length) return null;
    const voter = this.next++;
    this.enter(voter);
    return this.first + voter;
  }

  /** The task has ended; `vote` is null where it has none. */
  ended(task: number, vote: AnswerForm | null): void {
    const voter = task - this.first;
    // It had ended before it was spared: who has no vote is not asked again.
    if (this.states[voter] === spared && vote === null) this.states[voter] = lost;
    if (!this.isOpen(voter)) return;
    this.leave(voter);
    this.version++;
    this.states[voter] = vote === null ? lost : voted;
    if (vote === null) this.ballot.lose(this.weights[voter]);
    else this.ballot.vote(vote, this.weights[voter]);
  }

  /** The task is not done, because an earlier session found that it need not be. */
  skipped(task: number): void {
    const voter = task - this.first;
    if (this.isOpen(voter)) this.spare(voter);
  }

  /** A task that had ended without a vote is in the queue again. */
  reopened(task: number): void {
    const voter = task - this.first;
    if (this.states[voter] !== lost && this.states[voter] !== spared) return;
    this.ballot.regain(this.weights[voter]);
    this.enter(voter);
  }

  /** No more voters are asked. */
  close(): void {
    this.isClosed = true;
    this.unheard = this.ballot.open;
    this.version++;
  }

  /** Voters that were spared may be asked after all. */
  unspare(): void {
    this.isClosed = false;
    this.version++;
    for (const task of this.spared) {
      this.states[task - this.first] = waiting;
      this.ballot.regain(this.weights[task - this.first]);
    }
    this.next = 0;
  }

  /** Spares all who wait. */
  spareWaiting(): number[] {
    const tasks = this.inState(waiting);
    for (const task of tasks) this.spare(task - this.first);
    return tasks;
  }

  /** Gives up those who are asked. */
  dropAsked(): number[] {
    const tasks = this.inState(asked);
    for (const task of tasks) this.ended(task, null);
    return tasks;
  }

  private spare(voter: number): void {
    this.leave(voter);
    this.version++;
    this.states[voter] = spared;
    this.ballot.lose(this.weights[voter]);
  }

  private isOpen(voter: number): boolean {
    return this.states[voter] === waiting || this.states[voter] === asked;
  }

  private enter(voter: number): void {
    const weight = this.weights[voter];
    this.states[voter] = asked;
    this.inFlight++;
    this.inFlightWeight += weight;
    this.inFlightSquares += weight * weight;
  }

  private leave(voter: number): void {
    if (this.states[voter] !== asked) return;
    const weight = this.weights[voter];
    this.inFlight--;
    this.inFlightWeight -= weight;
    this.inFlightSquares -= weight * weight;
  }

  private inState(state: number): number[] {
    const tasks: number[] = [];
    for (const [voter, its] of this.states.entries()) {
      if (its === state) tasks.push(this.first + voter);
    }
    return tasks;
  }
}
