import type { ConsoleStore } from '../console-store.ts';
import type { Actions } from '../keys/binding.ts';
import { type LogAction, logMoves } from '../keys/log-keys.ts';
import type { LiveRun } from '../live-run.ts';
import { moveInList } from '../panes/grid-cursor.ts';
import { type LogWish, logLines, logPage, placeOf } from '../panes/log-page.ts';
import { subjectOf } from '../panes/log-subject.ts';
import type { LogView } from '../panes/log-view.ts';
import { logRows } from '../screens/agents-plan.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { focusPane } from './focus-pane.ts';

interface LogParts {
  readonly run: LiveRun;
  readonly store: ConsoleStore;
  readonly operator: string;
  /** Says something in the footer. */
  readonly tell: (text: string) => void;
  readonly openAgent: (agent: number) => void;
  readonly openTask: (task: number) => void;
  /** Gives the agents the focus. */
  readonly toAgents: () => void;
}

/** The log: how far back it is looked at, what of it, and what its lines speak of. */
export class LogHand {
  private readonly parts: LogParts;

  constructor(parts: LogParts) {
    this.parts = parts;
  }

  readonly actions: Actions<LogAction> = {
    'log-cursor': (key) => this.move(key),
    'log-errors': () => this.update({ errorsOnly: !this.view.errorsOnly }),
    'log-freeze': () => this.freeze(),
    'log-open': () => this.open(),
  };

  private get view(): LogView {
    return this.parts.store.get().log;
  }

  private update(change: Partial<LogView>): void {
    this.parts.store.update({ log: { ...this.view, ...change } });
  }

  private get wish(): LogWish {
    const { filters, log } = this.parts.store.get();
    return { view: log, filter: filters.log, operator: this.parts.operator };
  }

  private move(key: string): void {
    const snapshot = this.parts.run.snapshot();
    const rows = logRows(this.parts.store.get());
    const { lines } = logLines(snapshot, this.wish);
    if (lines.length === 0) return;
    const at = placeOf(lines, this.view.cursor);
    const to = moveInList(logMoves[key], at, lines.length, rows);
    const { row } = logPage(snapshot, this.wish, rows);
    // On the newest line it stays on whichever is the newest.
    const cursor = to === 0 ? null : lines[to].number;
    this.update({ cursor, row: Math.max(0, Math.min(row + to - at, rows - 1)) });
  }

  /** Puts the cursor on the line in a row that is shown. */
  goTo(row: number): void {
    const rows = logRows(this.parts.store.get());
    const { lines, row: from } = logPage(this.parts.run.snapshot(), this.wish, rows);
    const line = lines[row];
    // On the newest line it stays on whichever is the newest.
    const newest = row === 0 && from === 0 && this.view.cursor === null;
    if (line !== undefined) this.update({ cursor: newest ? null : line.number, row });
  }

  /** What is shown stays as it is, until it is let go on from the newest line. */
  private freeze(): void {
    const frozen = this.view.frozenAt !== null;
    const { count } = this.parts.run.snapshot().notable;
    if (frozen) this.update({ frozenAt: null, cursor: null, row: 0 });
    else this.update({ frozenAt: count });
  }

  private open(): void {
    const { run, store, tell, toAgents } = this.parts;
    const snapshot = run.snapshot();
    const { lines } = logLines(snapshot, this.wish);
    const line = lines[placeOf(lines, this.view.cursor)];
    if (line === undefined) return;
    const subject = subjectOf(line.event);
    if (subject !== null && 'agent' in subject) {
      const { agent, task } = subject;
      // An agent that has gone on to another task is no longer what the line speaks of.
      if (snapshot.agents.task[agent] === task) this.parts.openAgent(agent);
      else this.parts.openTask(task);
      return;
    }
    tell(oneLine(`${line.who}: ${line.what}${line.rest}`));
    if (subject?.pane === 'agents') toAgents();
    else if (subject !== null) focusPane(store, subject.pane);
  }
}
