import type { AnswerForm } from '../normalize/normalizer.ts';
import type { Tally } from './tally.ts';

/** Votes for the same answer. */
export interface VoteCount {
  /** As the first of them wrote it. */
  readonly answer: string;
  votes: number;
  weight: number;
}

/** The votes on one question as they come; each costs the same, however many there are. */
export class Ballot implements Tally {
  lead = 0;
  second = 0;
  valid = 0;
  squares = 0;
  open: number;
  /** Voters that may still vote. */
  voters: number;
  private leader: VoteCount | null = null;
  private byKey: Map<string, VoteCount> | null = null;

  /** @param open weight of all voters */
  constructor(voters: number, open: number) {
    this.voters = voters;
    this.open = open;
  }

  /** One of those who might vote has. */
  vote({ key, answer }: AnswerForm, weight: number): void {
    this.byKey ??= new Map();
    let count = this.byKey.get(key);
    if (count === undefined) {
      count = { answer, votes: 0, weight: 0 };
      this.byKey.set(key, count);
    }
    count.votes++;
    count.weight += weight;
    this.lose(weight);
    this.valid += weight;
    this.squares += weight * weight;
    this.rank(count);
  }

  /** One of those who might vote will not. */
  lose(weight: number): void {
    // What rounding leaves of the weights is nobody's.
    this.open = --this.voters === 0 ? 0 : this.open - weight;
  }

  /** One who was lost may vote after all. */
  regain(weight: number): void {
    this.voters++;
    this.open += weight;
  }

  /** The answers, that with the most weight first; of even ones that which was there first. */
  counts(): VoteCount[] {
    return [...(this.byKey?.values() ?? [])].sort((a, b) => b.weight - a.weight);
  }

  private rank(count: VoteCount): void {
    if (count === this.leader) {
      this.lead = count.weight;
    } else if (count.weight > this.lead) {
      this.second = this.lead;
      this.lead = count.weight;
      this.leader = count;
    } else {
      this.second = Math.max(this.second, count.weight);
    }
  }
}
