import { AgentState, agentStateNames } from '../../src/state/agent-state.ts';
import { stateStyles } from '../glyphs.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Tone } from '../painter/style.ts';
import { count } from '../parts/format.ts';
import { drawRule, type HeadlineItem } from '../parts/rule.ts';
import type { Scene } from '../scene.ts';
import { drawCard } from './agent-card.ts';
import { agentItem } from './agent-item.ts';
import { agentStyle } from './agent-style.ts';
import { cellLight, litStyle } from './cell-light.ts';
import { cellSpan } from './grid-cursor.ts';
import { cellOffset, type GridBlock, type GridPlan, planGrid } from './grid-plan.ts';
import { worstState } from './worst-state.ts';

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

/** Pane 1: one cell an agent while they fit, else one for several. */
export function drawAgents(view: CellView, scene: Scene): void {
  const grid = view.inner(0, 1, view.columns, view.rows - 1);
  const plan = planGrid(scene.roster.roles, grid.columns, grid.rows);
  drawRule(view, scene, 'agents', headline(scene, plan));
  if (grid.rows > 0 && plan.perRow > 0) drawGrid(grid, scene, plan);
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
      [` ${agentStateNames[state]}`, Tone.dim],
    ]);
  }
  return out;
}

function headline(scene: Scene, plan: GridPlan): HeadlineItem[] {
  const items = agentItems(scene);
  const { cursor, marks, roster } = scene;
  if (cursor !== null) {
    const { first, end } = cellSpan(plan, roster.order.indexOf(cursor));
    if (end - first > 1) items.unshift([[`${count(end - first)} agents here`, Tone.accent]]);
    else items.unshift(agentItem(scene, cursor));
  }
  if (marks.size > 0) items.unshift([[`${count(marks.size)} marked`, Tone.accent]]);
  if (plan.agentsPerCell > 1)
    items.unshift([[`1 cell = ${count(plan.agentsPerCell)} agents, the worst`, Tone.dim]]);
  return items;
}

function drawGrid(view: CellView, scene: Scene, plan: GridPlan): void {
  const { snapshot, cursor, roster, glyphs } = scene;
  const { agents } = snapshot;
  const cursorAt = cursor === null ? -1 : roster.order.indexOf(cursor);
  const several = roster.roles.length > 1;
  for (const block of plan.blocks) {
    if (plan.labelRows) drawLabel(view, scene, block);
    const cells = Math.ceil(block.agents / plan.agentsPerCell);
    for (let cell = 0; cell < cells; cell++) {
      const y = block.row + Math.floor(cell / plan.perRow);
      if (y >= view.rows) return;
      const inRow = cell % plan.perRow;
      const x = plan.gutter + cellOffset(plan, inRow);
      if (inRow === 0 && plan.gutter > 1)
        drawGutter(view, plan, several ? block.name : '', cell, y);
      const first = block.first + cell * plan.agentsPerCell;
      const end = Math.min(first + plan.agentsPerCell, block.first + block.agents);
      const state = worstState(agents, roster.order, first, end);
      // Where all have left, the place stays blank.
      if (state < 0) continue;
      const light = cellLight(scene, first, end, first <= cursorAt && cursorAt < end);
      const agent = roster.order[first];
      if (plan.density === 'cards') {
        drawCard(view.inner(x, y, plan.cell, 1), scene, agent, light);
        continue;
      }
      view.put(x, y, glyphs.states[state], litStyle(agentStyle(snapshot, state, agent), light));
      if (plan.density !== 'numbers') continue;
      const bad = state === AgentState.failed || state === AgentState.poison;
      const style = litStyle(bad ? Tone.bad : light === null ? Tone.dim : Tone.fg, light);
      drawNumber(view, x + 1, y, agents.number[agent], plan.cell - 1, style);
    }
  }
}

/** `kaoz 40`, and how many more still end the task that they have. */
function drawLabel(view: CellView, { snapshot, roster }: Scene, block: GridBlock): void {
  const { agents } = snapshot;
  const live = agents.roleSize(block.role);
  const places = roster.order.subarray(block.first + live, block.first + block.agents);
  const leaving = places.reduce((sum, agent) => sum + (agents.isGone(agent) ? 0 : 1), 0);
  const end = view.text(1, block.row - 1, block.name, Tone.fg);
  const more = leaving === 0 ? '' : ` · ${count(leaving)} leave`;
  view.text(end + 1, block.row - 1, `${count(live)}${more}`, Tone.dim);
}

/** The number of the row's first agent, and before that of a role's first row its name. */
function drawGutter(view: CellView, plan: GridPlan, name: string, cell: number, y: number): void {
  const start = view.textRight(plan.gutter - 1, y, count(cell * plan.agentsPerCell), Tone.dim);
  if (cell === 0 && name !== '') view.text(1, y, name, Tone.fg, start - 2);
}

/** The number of an agent with leading zeros, digit by digit: no text is made for it. */
function drawNumber(
  view: CellView,
  x: number,
  y: number,
  number: number,
  digits: number,
  style: number,
): void {
  let rest = number;
  for (let i = digits - 1; i >= 0; i--) {
    view.put(x + i, y, 0x30 + (rest % 10), style);
    rest = Math.floor(rest / 10);
  }
}
