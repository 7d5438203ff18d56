import type { ConsensusView, QuestionView } from '../../state/work-view.ts';
import type { ConsensusParts } from './consensus-parts.ts';
import { type MeanCosts, savedNanoUsd } from './saved-calls.ts';
import { verdictOf } from './verdict.ts';

/** What the console draws of a consensus; only what has changed since is made anew. */
export class ConsensusViews {
  private readonly parts: ConsensusParts;
  private readonly kept: { readonly version: number; readonly view: QuestionView }[] = [];
  private questions: readonly QuestionView[] = [];

  constructor(parts: ConsensusParts) {
    this.parts = parts;
  }

  /** @param means left out, what was saved has no price */
  view(means: MeanCosts = []): ConsensusView {
    const { polls, roles, table } = this.parts;
    let changed = this.questions.length !== polls.length;
    for (const [question, { version }] of polls.entries()) {
      if (this.kept[question]?.version === version) continue;
      this.kept[question] = { version, view: this.viewOf(question) };
      changed = true;
    }
    if (changed) this.questions = this.kept.map(({ view }) => view);
    const saved = roles.map(() => 0);
    for (const { isClosed, spared } of polls) {
      if (isClosed) for (const task of spared) saved[table.role[task]]++;
    }
    return {
      kind: 'consensus',
      questions: this.questions,
      decided: polls.filter(({ isClosed }) => isClosed).length,
      savedCalls: saved.reduce((sum, calls) => sum + calls, 0),
      savedNanoUsd: savedNanoUsd(saved, means),
    };
  }

  private viewOf(question: number): QuestionView {
    const { polls, voters, workload } = this.parts;
    const { ballot, first, isClosed, spared, unheard } = polls[question];
    const groups = ballot.counts().map((count) => ({ ...count }));
    const verdict = verdictOf(ballot, workload.threshold, unheard);
    return {
      question: workload.questions[question].question,
      tasks: Array.from({ length: voters }, (_, voter) => first + voter),
      groups,
      decided: isClosed
        ? { answer: verdict.decided ? groups[0].answer : null, why: verdict.why }
        : null,
      confidence: ballot.valid > 0 ? ballot.lead / ballot.valid : null,
      savedCalls: spared.length,
    };
  }
}
