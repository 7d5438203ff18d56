import type { ExportWish, ResultsDesk, TaskAnswer } from '../../components/console-options.ts';
import { FailureBook } from '../../src/report/failure-book.ts';
import { taskStatusNames } from '../../src/state/agent-state.ts';
import type { ResultHead } from '../../src/state/result-head.ts';
import { endedTasks, type ResultWish } from '../../src/state/result-order.ts';
import type { RunState } from '../../src/state/run-state.ts';
import { resolveSelection } from '../../src/state/selection/resolve-selection.ts';
import { agentName, type SelectionFacts } from '../../src/state/selection/selection-facts.ts';

/** The results of a fixture: what tasks gave is told by the test, or made up of their number. */
export class FixtureResults implements ResultsDesk {
  /** Files that were asked for. */
  readonly exports: ExportWish[] = [];
  /** Set to fail every question with this. */
  broken: string | null = null;
  private readonly facts: SelectionFacts;
  private readonly told: ReadonlyMap<number, TaskAnswer>;

  constructor(facts: SelectionFacts, told: ReadonlyMap<number, TaskAnswer>) {
    this.facts = facts;
    this.told = told;
  }

  private get state(): RunState {
    return this.facts.state;
  }

  tasks(wish: ResultWish): Int32Array {
    if (this.broken !== null) throw new Error(this.broken);
    return endedTasks(this.state, wish);
  }

  sinceT(task: number): number {
    return this.state.tasks.sinceT[task];
  }

  heads(tasks: readonly number[]): ResultHead[] {
    const { tasks: columns, info } = this.state;
    return tasks.map((task) => {
      const { id, text, error } = this.answer(task);
      const agent = columns.agent[task];
      return {
        task,
        id,
        role: info.roles[columns.role[task]].name,
        agent: agent < 0 ? null : agentName(this.state, agent),
        status: taskStatusNames[columns.status[task]],
        outputTokens: text === null ? null : columns.tokens[task],
        costNanoUsd: text === null ? null : columns.costNanoUsd[task],
        durationMs: 900,
        begins: text ?? error,
      };
    });
  }

  matching(tasks: readonly number[], matches: (text: string) => boolean): number[] {
    return tasks.filter((task) => {
      const { id, text, error } = this.answer(task);
      return matches(`${id}\n${text ?? error}`);
    });
  }

  select(query: string) {
    return resolveSelection(query, this.facts, this.state.t);
  }

  failures() {
    const book = new FailureBook();
    for (const task of endedTasks(this.state, { kind: 'failed', order: 'plan', reversed: false })) {
      const message = this.answer(task).error ?? '';
      const [failureClass] = message.split(': ');
      book.add({
        task,
        t: this.sinceT(task),
        class: failureClass === 'server' ? 'server' : 'content-filter',
        status: null,
        message: message.slice(failureClass.length + 2),
      });
    }
    return { groups: book.groups(), complete: true };
  }

  async export(wish: ExportWish): Promise<string> {
    this.exports.push(wish);
    return `${wish.tasks?.length ?? 'all'} results in ${wish.file}`;
  }

  answer(task: number): TaskAnswer {
    const told = this.told.get(task);
    if (told !== undefined) return told;
    const id = this.facts.taskId(task);
    const status = taskStatusNames[this.state.tasks.status[task]];
    if (status === 'done') return { id, text: `The answer to ${task}.`, error: null };
    return { id, text: null, error: status === 'failed' ? 'server: it broke' : null };
  }
}
