import type { TaskSelection } from '../../src/engine/commands/command.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { ConsoleStore } from '../console-store.ts';
import { type AgentsAction, cursorMoves } from '../keys/agents-keys.ts';
import type { Actions } from '../keys/binding.ts';
import type { LiveRun } from '../live-run.ts';
import { agentName } from '../panes/agent-name.ts';
import { AgentsLineup } from '../panes/agents-lineup.ts';
import { sortColumns } from '../panes/agents-sort.ts';
import { type AgentsView, cursorPlace, nextGrouping } from '../panes/agents-view.ts';
import { windowTop } from '../panes/agents-window.ts';
import { type CursorMove, cellSpan, moveCursor, moveInList } from '../panes/grid-cursor.ts';
import { nextFailure } from '../panes/next-failure.ts';
import { count } from '../parts/format.ts';
import { agentsPlan, agentsRoom, listRows } from '../screens/agents-plan.ts';

import { focusPane } from './focus-pane.ts';

interface AgentsParts {
  readonly run: LiveRun;
  readonly store: ConsoleStore;
  /** Says something in the footer. */
  readonly tell: (text: string) => void;
  /** Opens the command line. */
  readonly prompt: (text: string) => void;
}

/** Agents are lined up anew no sooner than this, ms, unless another order is asked for. */
const lineUpAfterMs = 300;

/** What of the agents is shown and in which order, the cursor over them, and the marks. */
export class AgentsHand {
  private readonly parts: AgentsParts;
  private readonly lineup: AgentsLineup;
  /** What the lineup was made for, and when. */
  private wished: readonly unknown[] = [];
  private linedUpAt = Number.NEGATIVE_INFINITY;
  /** Where the cursor was last: where its agent leaves the list, the next key finds it there. */
  private place = -1;

  constructor(parts: AgentsParts) {
    this.parts = parts;
    this.lineup = new AgentsLineup(parts.run);
  }

  readonly actions: Actions<AgentsAction> = {
    cursor: (key) => this.move(cursorMoves[key]),
    mark: () => this.toggleMark(),
    'mark-query': () => this.parts.prompt('mark '),
    unmark: () => this.unmark(),
    look: () => this.update({ look: this.view.look === 'grid' ? 'list' : 'grid' }),
    sort: () => this.sort(),
    reverse: () => this.reverse(),
    group: () => this.group(),
    failure: () => this.nextFailure(),
  };

  private get view(): AgentsView {
    return this.parts.store.get().agentsView;
  }

  private update(change: Partial<AgentsView>): void {
    this.parts.store.update({ agentsView: { ...this.view, ...change } });
    this.observe(this.parts.run.snapshot());
  }

  /**
   * Lines the agents up where another order was asked for, and else with the frames that draw all:
   * rows that change places ten times a second nobody reads.
   */
  observe(snapshot: RunSnapshot, slow = false): void {
    const state = this.parts.store.get();
    const { view } = this;
    const { roster } = state.facts;
    const filter = state.filters.agents;
    const wished = [view.look, view.by, view.sort, view.reversed, filter, roster];
    const same = wished.every((part, i) => part === this.wished[i]);
    const steady = view.look === 'grid' && view.by.grid === 'role' && filter === undefined;
    const now = performance.now();
    const rested = slow && now - this.linedUpAt >= lineUpAfterMs;
    if (same && (steady || !rested || agentsRoom(state) === null)) return;
    this.wished = wished;
    this.linedUpAt = now;
    const place = cursorPlace(view);
    if (place >= 0) this.place = place;
    const lineup = this.lineup.of({ view, filter, roster }, snapshot);
    this.parts.store.update({ agentsView: { ...view, lineup } });
  }

  /**
   * Shows the cursor: on its agent, on that which has the place of one that is no longer shown, or on
   * the first one.
   */
  enter(): void {
    focusPane(this.parts.store, 'agents');
    const { order } = this.view.lineup;
    const at = cursorPlace(this.view);
    const place = at >= 0 ? at : Math.min(this.place, order.length - 1);
    this.show(order[Math.max(0, place)] ?? null);
  }

  /** Puts the cursor on an agent: that which was clicked on. */
  goTo(agent: number): void {
    focusPane(this.parts.store, 'agents');
    this.show(agent);
  }

  /** Puts the cursor there, and moves the list so far that it is in sight. */
  private show(agent: number | null): void {
    const rows = listRows(this.parts.store.get());
    const { lineup, top } = this.view;
    const from = windowTop(lineup, cursorPlace(this.view), top, rows);
    const to = agent === null ? -1 : lineup.order.indexOf(agent);
    this.place = to;
    this.update({ cursor: agent, top: windowTop(lineup, to, from, rows) });
  }

  private move(move: CursorMove): void {
    const state = this.parts.store.get();
    const { lineup, look } = this.view;
    const at = cursorPlace(this.view);
    if (at < 0) return this.enter();
    if (look === 'list') {
      const to = moveInList(move, at, lineup.order.length, listRows(state));
      return this.show(lineup.order[to]);
    }
    const plan = agentsPlan(state);
    if (plan === null) return;
    const { agents } = this.parts.run.snapshot();
    for (let place = at; ; ) {
      const to = moveCursor(plan, place, move);
      // A cell whose agent has left is stepped over, but for one at the end of the way.
      const stands = !agents.isGone(lineup.order[to]) || cellSpan(plan, to).end - to > 1;
      if (to === place || stands) {
        if (stands) this.show(lineup.order[to]);
        return;
      }
      place = to;
    }
  }

  /** By the next column, the way round that one usually wants it. What is to be sorted is a list. */
  private sort(): void {
    const { look, sort } = this.view;
    const next = sortColumns[(sortColumns.indexOf(sort) + 1) % sortColumns.length];
    this.update(look === 'list' ? { sort: next, reversed: false } : { look: 'list' });
  }

  private reverse(): void {
    const { look, reversed } = this.view;
    this.update(look === 'list' ? { reversed: !reversed } : { look: 'list' });
  }

  private group(): void {
    const { look, by } = this.view;
    const { roles } = this.parts.run.snapshot().info;
    const tiered = roles.some(({ tier }) => tier !== undefined);
    const next = nextGrouping(this.view, tiered);
    this.update({ by: { ...by, [look]: next } });
  }

  private nextFailure(): void {
    const agent = nextFailure(this.view, this.parts.run.snapshot());
    if (agent === null)
      this.parts.tell('no agent stands at a failure now; the log has those of before');
    else this.show(agent);
  }

  /** Agents that are marked and have not left. */
  get marked(): readonly number[] {
    const { marks } = this.view;
    if (marks.size === 0) return [];
    const { agents } = this.parts.run.snapshot();
    return [...marks].filter((agent) => !agents.isGone(agent)).sort((a, b) => a - b);
  }

  /** The tasks of the marked agents; null where none is marked. */
  markedTasks(): TaskSelection | null {
    const { marked } = this;
    return marked.length === 0 ? null : this.tasksOf(marked);
  }

  /** The present tasks of agents or, of those that are idle, the last ones; and what they are called. */
  tasksOf(agents: readonly number[]): { tasks: readonly number[]; as: string } {
    const snapshot = this.parts.run.snapshot();
    const tasks = agents.map((agent) => snapshot.agents.task[agent]).filter((task) => task >= 0);
    const [first] = agents;
    const as = agents.length === 1 ? agentName(snapshot, first) : `${count(agents.length)} agents`;
    return { tasks: [...new Set(tasks)], as };
  }

  mark(agents: readonly number[]): void {
    this.update({ marks: new Set([...this.view.marks, ...agents]) });
  }

  /** Marks what the cursor is on, or takes the mark away where all of it is marked. */
  private toggleMark(): void {
    const here = this.here();
    const { marks, look } = this.view;
    const off = here.every((agent) => marks.has(agent));
    const left = [...marks].filter((agent) => !here.includes(agent));
    this.update({ marks: new Set(off ? left : [...left, ...here]) });
    this.move(look === 'list' ? 'down' : 'right');
  }

  unmark(): void {
    this.update({ marks: new Set() });
  }

  /** The role of the agent under the cursor; null where there is no cursor. */
  roleHere(): string | null {
    const { cursor } = this.view;
    if (cursor === null || cursorPlace(this.view) < 0) return null;
    if (this.parts.store.get().focus !== 'agents') return null;
    const { info, agents } = this.parts.run.snapshot();
    return info.roles[agents.role[cursor]].name;
  }

  /** The marked ones or, without a mark, what the cursor is on. */
  targets(): readonly number[] {
    const { marked } = this;
    return marked.length > 0 ? marked : this.here();
  }

  /** What the cursor is on: of several in one cell those that the filter keeps, where it keeps any. */
  private here(): readonly number[] {
    const { cursor, lineup } = this.view;
    const at = cursorPlace(this.view);
    // What is not shown is not meant: it may have left the list in this very moment.
    if (cursor === null || at < 0) return [];
    const plan = agentsPlan(this.parts.store.get());
    if (plan === null) return [cursor];
    const { first, end } = cellSpan(plan, at);
    const { agents } = this.parts.run.snapshot();
    const cell = [...lineup.order.subarray(first, end)].filter((agent) => !agents.isGone(agent));
    const kept = cell.filter((agent) => lineup.kept === null || lineup.kept[agent] === 1);
    return kept.length > 0 ? kept : cell;
  }
}
