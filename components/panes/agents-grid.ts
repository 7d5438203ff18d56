import { AgentState } from '../../src/state/agent-state.ts';
import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { count } from '../parts/format.ts';
import type { Scene } from '../scene.ts';
import { drawCard } from './agent-card.ts';
import { shownCursor } from './agent-cursor.ts';
import { ownName } from './agent-name.ts';
import { agentStyle } from './agent-style.ts';
import { cursorPlace } from './agents-view.ts';
import { cellLight, litStyle } from './cell-light.ts';
import { cellOffset, type GridBlock, type GridPlan } from './grid-plan.ts';
import { worstState } from './worst-state.ts';

/** One cell an agent or one for several, block by block. */
export function drawGrid(view: CellView, scene: Scene, plan: GridPlan): void {
  const { snapshot, glyphs } = scene;
  const { agents } = snapshot;
  const { lineup } = scene.agents;
  const { order, kept } = lineup;
  const cursorAt = shownCursor(scene) === null ? -1 : cursorPlace(scene.agents);
  const several = lineup.groups.length > 1 || lineup.by !== 'role';
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
      // Of several agents what is told is the worst of those that the filter keeps.
      const worst = worstState(agents, order, first, end, kept);
      const state = worst < 0 && kept !== null ? worstState(agents, order, first, end) : worst;
      // Where all have left, the place stays blank.
      if (state < 0) continue;
      const light = cellLight(scene, first, end, first <= cursorAt && cursorAt < end);
      const out = worst < 0;
      const agent = order[first];
      if (plan.density === 'cards') {
        drawCard(view.inner(x, y, plan.cell, 1), scene, agent, light, out);
        continue;
      }
      const style = out ? Tone.dim : agentStyle(snapshot, state, agent);
      view.put(x, y, glyphs.states[state], litStyle(style, light));
      if (plan.density !== 'numbers' && plan.density !== 'names') continue;
      const bad = !out && (state === AgentState.failed || state === AgentState.poison);
      const number = litStyle(bad ? Tone.bad : light === null ? Tone.dim : Tone.fg, light);
      if (plan.density === 'names') {
        view.text(x + 2, y, ownName(snapshot, agent), number, plan.cell - 2);
        continue;
      }
      drawNumber(view, x + 1, y, agents.number[agent], plan.cell - 1, number);
    }
  }
}

/** `kaoz 40`, and of a role how many more still end the task that they have. */
function drawLabel(
  view: CellView,
  { snapshot, agents: { lineup }, glyphs }: Scene,
  block: GridBlock,
) {
  const { agents } = snapshot;
  const y = block.row - 1;
  if (lineup.by !== 'role') {
    const { name, style, state } = lineup.groups[block.group];
    const words: Segment[] = [
      [state === null ? '' : `${String.fromCodePoint(glyphs.states[state])} `, style],
      [name, state === null ? style : Tone.fg],
      [` ${count(block.agents)}`, Tone.dim],
    ];
    view.segments(1, y, words);
    return;
  }
  const live = agents.roleSize(block.group);
  const places = lineup.order.subarray(block.first + live, block.first + block.agents);
  const leaving = places.reduce((sum, agent) => sum + (agents.isGone(agent) ? 0 : 1), 0);
  const end = view.text(1, y, block.name, Tone.fg);
  const more = leaving === 0 ? '' : ` · ${count(leaving)} leave`;
  view.text(end + 1, y, `${count(live)}${more}`, Tone.dim);
}

/** The number of the row's first agent, and before that of a group's first row its name. */
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
