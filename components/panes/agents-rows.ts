import { AgentState, agentStateNames } from '../../src/state/agent-state.ts';
import { stateStyles } from '../glyphs.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Tone } from '../painter/style.ts';
import { count } from '../parts/format.ts';
import { drawRule, type HeadlineItem } from '../parts/rule.ts';
import type { Scene } from '../scene.ts';
import { drawCard } from './agent-card.ts';
import { agentStyle } from './agent-style.ts';
import { cellOffset, type GridPlan, planGrid } from './grid-plan.ts';
import { worstState } from './worst-state.ts';

/** States in the order that a headline names them: what gives way first stands last. */
const headlineOrder = [
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
  const { snapshot } = scene;
  const grid = view.inner(0, 1, view.columns, view.rows - 1);
  const plan = planGrid(snapshot.info.roles, grid.columns, grid.rows);
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
  if (plan.agentsPerCell > 1)
    items.unshift([[`1 cell = ${count(plan.agentsPerCell)} agents, the worst`, Tone.dim]]);
  return items;
}

function drawGrid(view: CellView, scene: Scene, plan: GridPlan): void {
  const { agents } = scene.snapshot;
  for (const block of plan.blocks) {
    if (plan.labelRows) {
      const end = view.text(1, block.row - 1, block.name, Tone.fg);
      view.text(end + 1, block.row - 1, count(block.agents), Tone.dim);
    }
    const cells = Math.ceil(block.agents / plan.agentsPerCell);
    for (let cell = 0; cell < cells; cell++) {
      const y = block.row + Math.floor(cell / plan.perRow);
      if (y >= view.rows) return;
      const inRow = cell % plan.perRow;
      const agent = block.first + cell * plan.agentsPerCell;
      const x = plan.gutter + cellOffset(plan, inRow);
      if (inRow === 0 && plan.gutter > 1) drawGutter(view, plan, block.name, cell, y);
      if (plan.density === 'cards') {
        drawCard(view.inner(x, y, plan.cell, 1), scene, agent, block.name);
        continue;
      }
      const last = Math.min(block.agents, (cell + 1) * plan.agentsPerCell) + block.first;
      const state =
        plan.agentsPerCell === 1 ? agents.shown[agent] : worstState(agents.shown, agent, last);
      const style = agentStyle(scene.snapshot, state, agent);
      view.put(x, y, scene.glyphs.states[state], style);
      if (plan.density === 'numbers')
        drawNumber(view, x + 1, y, agents.number[agent], plan.cell - 1, state);
    }
  }
}

function drawGutter(view: CellView, plan: GridPlan, name: string, cell: number, y: number): void {
  if (cell === 0) view.text(1, y, name, Tone.fg, 12);
  view.textRight(plan.gutter - 1, y, count(cell * plan.agentsPerCell), Tone.dim);
}

/** The number of an agent with leading zeros, digit by digit: no text is made for it. */
function drawNumber(
  view: CellView,
  x: number,
  y: number,
  number: number,
  digits: number,
  state: number,
): void {
  const style = state === AgentState.failed || state === AgentState.poison ? Tone.bad : Tone.dim;
  let rest = number;
  for (let i = digits - 1; i >= 0; i--) {
    view.put(x + i, y, 0x30 + (rest % 10), style);
    rest = Math.floor(rest / 10);
  }
}
