import { AgentState, agentStateNames } from '../../src/state/agent-state.ts';
import { filterItem } from '../filter/filter-item.ts';
import { stateStyles } from '../glyphs.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Tone } from '../painter/style.ts';
import { count } from '../parts/format.ts';
import { drawRule, type HeadlineItem } from '../parts/rule.ts';
import type { Scene } from '../scene.ts';
import { shownCursor } from './agent-cursor.ts';
import { agentItem } from './agent-item.ts';
import { drawGrid } from './agents-grid.ts';
import { drawList } from './agents-list.ts';
import { cursorPlace } from './agents-view.ts';
import { cellSpan } from './grid-cursor.ts';
import { gridOfLineup } from './grid-lineup.ts';
import type { GridPlan } from './grid-plan.ts';

/** States in the order that a headline names them: what gives way first stands last. */
export const headlineOrder = [
  AgentState.streaming,
  AgentState.failed,
  AgentState.poison,
  AgentState.held,
  AgentState.retrying,
  AgentState.waiting,
  AgentState.connecting,
  AgentState.tool,
  AgentState.queued,
  AgentState.done,
  AgentState.cancelled,
  AgentState.idle,
];

/** Pane 1: one cell an agent while they fit, else one for several; or a line for each. */
export function drawAgents(view: CellView, scene: Scene): void {
  const inside = view.inner(0, 1, view.columns, view.rows - 1);
  if (scene.agents.look === 'list') {
    drawRule(view, scene, 'agents', headline(scene, null));
    if (inside.rows > 0) drawList(inside, scene);
    return;
  }
  const plan = gridOfLineup(scene.agents.lineup, inside.columns, inside.rows);
  drawRule(view, scene, 'agents', headline(scene, plan));
  if (inside.rows > 0 && plan.perRow > 0) drawGrid(inside, scene, plan);
}

/** A state behind a number: `5 in tools`. */
export function countedWord(state: number): string {
  return state === AgentState.tool ? 'in tools' : agentStateNames[state];
}

/** What the agents do, as `● 412 streaming  ◔ 38 waiting`: headline and legend in one. */
export function agentItems({ snapshot, glyphs }: Scene): HeadlineItem[] {
  const out: HeadlineItem[] = [];
  for (const state of headlineOrder) {
    const agents = snapshot.agentCounts[state];
    if (agents === 0) continue;
    out.push([
      [String.fromCodePoint(glyphs.states[state]), stateStyles[state]],
      [` ${count(agents)}`, Tone.fg],
      [` ${countedWord(state)}`, Tone.dim],
    ]);
  }
  return out;
}

/** @param plan of the grid; null where there is a list */
function headline(scene: Scene, plan: GridPlan | null): HeadlineItem[] {
  const items: HeadlineItem[] = [];
  const { agents, filters } = scene;
  const cursor = shownCursor(scene);
  const { marks, lineup } = agents;
  if (plan !== null && plan.agentsPerCell > 1)
    items.push([[`1 cell = ${count(plan.agentsPerCell)} agents, the worst`, Tone.dim]]);
  if (filters.agents !== undefined)
    items.push(filterItem(filters.agents, lineup.shown, lineup.all));
  if (lineup.by !== 'role' && lineup.by !== 'none') items.push([[`by ${lineup.by}`, Tone.dim]]);
  if (marks.size > 0) items.push([[`${count(marks.size)} marked`, Tone.accent]]);
  const at = cursorPlace(agents);
  if (cursor !== null && at >= 0 && plan !== null) {
    const { first, end } = cellSpan(plan, at);
    if (end - first > 1) items.push([[`${count(end - first)} agents here`, Tone.accent]]);
    else items.push(agentItem(scene, cursor));
  }
  return [...items, ...agentItems(scene)];
}
