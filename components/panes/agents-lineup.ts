import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { Filter } from '../filter/filter.ts';
import type { LiveRun } from '../live-run.ts';
import { Tone } from '../painter/style.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { type AgentsGroup, groupAgents } from './agents-groups.ts';
import { AgentsKept, type Kept } from './agents-kept.ts';
import { AgentsSort } from './agents-sort.ts';
import type { AgentsView, GroupBy } from './agents-view.ts';
import type { Roster } from './grid-roster.ts';

/** Which agents stand where in the pane, and beside whom. */
export interface Lineup {
  readonly by: GroupBy;
  readonly groups: readonly AgentsGroup[];
  /** The agent of each place, group by group. */
  readonly order: Int32Array;
  /** Which agents the filter keeps; null where nothing is filtered. */
  readonly kept: Kept | null;
  /** Agents that the filter keeps, of all there are. */
  readonly shown: number;
  readonly all: number;
  /** Digits of the largest number of an agent, and columns of the longest name. */
  readonly digits: number;
  readonly longest: number;
  readonly roles: number;
}

export const noLineup: Lineup = {
  by: 'role',
  groups: [],
  order: new Int32Array(0),
  kept: null,
  shown: 0,
  all: 0,
  digits: 2,
  longest: 0,
  roles: 0,
};

/** What a lineup is made from besides the agents' states. */
export interface LineupWish {
  readonly view: Pick<AgentsView, 'look' | 'by' | 'sort' | 'reversed'>;
  readonly filter: Filter | undefined;
  readonly roster: Roster;
}

/** Lines agents up: twice a second at most, and when the hand asks for another order. */
export class AgentsLineup {
  private readonly sort = new AgentsSort();
  private readonly kept: AgentsKept;

  constructor(run: Pick<LiveRun, 'agentsOf'>) {
    this.kept = new AgentsKept(run);
  }

  of({ view, filter, roster }: LineupWish, snapshot: RunSnapshot): Lineup {
    const by = view.by[view.look];
    const kept = filter === undefined ? null : this.kept.of(filter, snapshot);
    const rest = { by, kept, ...countAgents(snapshot, kept), ...namesOf(snapshot) };
    // Cells of roles keep their place while a run lasts: those of agents that left are blank.
    if (view.look === 'grid' && by === 'role')
      return { ...rest, groups: groupsOf(roster), order: roster.order };
    const { agents } = snapshot;
    const list = view.look === 'list';
    const order = roster.order.filter(
      (agent) => !agents.isGone(agent) && (!list || kept === null || kept[agent] === 1),
    );
    if (list && !(view.sort === 'name' && !view.reversed))
      this.sort.sort(order, snapshot, view.sort, view.reversed);
    return { ...rest, groups: groupAgents(order, snapshot, by), order };
  }
}

function groupsOf({ roles }: Roster): AgentsGroup[] {
  return roles.map(({ name, agents }) => ({ name, agents, style: Tone.fg, state: null }));
}

function countAgents({ agents }: RunSnapshot, kept: Kept | null): Pick<Lineup, 'shown' | 'all'> {
  let all = 0;
  let shown = 0;
  for (let agent = 0; agent < agents.size; agent++) {
    if (agents.isGone(agent)) continue;
    all++;
    if (kept === null || kept[agent] === 1) shown++;
  }
  return { shown, all };
}

function namesOf({ info, agents }: RunSnapshot): Pick<Lineup, 'digits' | 'longest' | 'roles'> {
  const digits = Math.max(2, String(Math.max(1, agents.size) - 1).length);
  const longest = info.roles.reduce((most, { name }) => Math.max(most, displayWidth(name)), 0);
  return { digits, longest: longest + 1 + digits, roles: info.roles.length };
}
