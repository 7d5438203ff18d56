import { usd } from '../../cost/usd.ts';
import type { AnswerForm } from '../normalize/normalizer.ts';
import type { TaskResult } from '../run-results.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';
import { Ballot } from './ballot.ts';
import type { ConsensusParts } from './consensus-parts.ts';
import { droppedReason } from './dropped-reason.ts';
import { evenVotes } from './tally.ts';
import { unfinished, verdictOf } from './verdict.ts';

/** Letters of an answer that stand with its voter; results.jsonl has the whole of it. */
const mostOfAnswer = 1_000;

export interface AnswerCount {
  readonly answer: string;
  readonly votes: number;
  readonly weight: number;
  /** Names of the tasks that voted for it. */
  readonly voters: readonly string[];
}

/** One question in outcome.json; the fields are explained in docs/consensus.md. */
export interface QuestionOutcome {
  readonly id: string;
  readonly question: string;
  readonly answer: string | null;
  readonly decided: boolean;
  readonly why: string;
  readonly confidence: number | null;
  readonly interval: readonly [low: number, high: number] | null;
  readonly threshold: number | null;
  readonly votes: readonly AnswerCount[];
  readonly dissent: readonly AnswerCount[];
  readonly voters: readonly VoterOutcome[];
  readonly asked: number;
  readonly saved_calls: number;
  readonly cut_calls: number;
}

export interface VoterOutcome {
  readonly task: string;
  readonly agent: string | null;
  readonly role: string;
  readonly route: string | null;
  readonly weight: number;
  readonly status: string | null;
  readonly answer: string | null;
  readonly normalized: string | null;
  readonly error: string | null;
  readonly duration_ms: number | null;
  readonly cost_usd: number | null;
}

/** Counts the votes on one question from what its tasks have given; holds the texts of no other. */
export class QuestionCount {
  private readonly parts: ConsensusParts;
  private readonly question: number;
  private readonly ballot: Ballot;
  private readonly groups = new Map<
    string,
    { vote: AnswerForm; weight: number; voters: string[] }
  >();
  private readonly voters: VoterOutcome[] = [];
  private asked = 0;
  private cut = 0;
  private unheard = 0;
  private readonly saved: number[];

  constructor(parts: ConsensusParts, question: number) {
    this.parts = parts;
    this.question = question;
    this.saved = parts.roles.map(() => 0);
    let open = 0;
    for (let voter = 0; voter < parts.voters; voter++) {
      open += parts.weights[question * parts.voters + voter];
    }
    this.ballot = new Ballot(parts.voters, open);
  }

  add(result: TaskResult): void {
    const { task, status, text, attempts, error } = result;
    const { table, weights } = this.parts;
    if (attempts > 0) this.asked++;
    else if (status === 'skipped') this.saved[table.role[task]]++;
    const isCut = status === 'cancelled' && (error ?? '').endsWith(droppedReason);
    const isUnheard = status === 'skipped' || isCut;
    if (isUnheard) this.unheard += weights[task];
    if (isUnheard && attempts > 0) this.cut++;
    const vote = status === 'done' && text !== null ? this.parts.vote(text) : null;
    if (vote !== null) this.count(vote, table.id(task), weights[task]);
    else if (status !== null) this.ballot.lose(weights[task]);
    this.voters.push(this.voterOf(result, vote));
  }

  /** What it comes to, and the calls that were not made, by role. */
  end(): { readonly outcome: QuestionOutcome; readonly saved: readonly number[] } {
    const { parts, question, ballot } = this;
    const { workload } = parts;
    const { threshold } = workload;
    const { decided, why } = parts.isSettled(ballot)
      ? verdictOf(ballot, threshold, this.unheard)
      : unfinished;
    const votes = [...this.groups.values()]
      .map(({ vote: { answer }, weight, voters }) => ({
        ...{ answer, votes: voters.length, weight },
        voters,
      }))
      .sort((a, b) => b.weight - a.weight);
    const share = ballot.valid > 0 ? ballot.lead / ballot.valid : null;
    const outcome: QuestionOutcome = {
      id: parts.questionId(question),
      question: workload.questions[question].question,
      answer: decided ? votes[0].answer : null,
      decided,
      why,
      confidence: share,
      interval: share === null ? null : wilsonInterval(share, evenVotes(ballot)),
      threshold,
      votes,
      dissent: decided ? votes.slice(1) : votes,
      voters: this.voters,
      asked: this.asked,
      saved_calls: this.saved.reduce((sum, calls) => sum + calls, 0),
      cut_calls: this.cut,
    };
    return { outcome, saved: this.saved };
  }

  private count(vote: AnswerForm, task: string, weight: number): void {
    this.ballot.vote(vote, weight);
    const group = this.groups.get(vote.key);
    if (group === undefined) this.groups.set(vote.key, { vote, weight, voters: [task] });
    else {
      group.weight += weight;
      group.voters.push(task);
    }
  }

  private voterOf(result: TaskResult, vote: AnswerForm | null): VoterOutcome {
    const { task, agent, route, status, text, durationMs, costNanoUsd } = result;
    const { table, roles, weights } = this.parts;
    const uncounted = status === 'done' && vote === null ? noVote : null;
    return {
      task: table.id(task),
      agent,
      role: roles[table.role[task]],
      route,
      weight: weights[task],
      status,
      answer: text === null ? null : short(text),
      normalized: vote === null ? null : short(vote.key),
      error: result.error ?? uncounted,
      duration_ms: durationMs,
      cost_usd: costNanoUsd === null ? null : usd(costNanoUsd),
    };
  }
}

const noVote = 'its answer says nothing that can be counted';

function short(text: string): string {
  return text.length > mostOfAnswer ? `${text.slice(0, mostOfAnswer)}…` : text;
}
