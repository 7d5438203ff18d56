import { AgentState, agentStateNames } from '../../src/state/agent-state.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { columnMoney, columnTime, count, short, unknownMark } from '../parts/format.ts';
import type { Scene } from '../scene.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { shownCursor } from './agent-cursor.ts';
import { holdingRoute, waitsForTask } from './agent-held.ts';
import { agentName } from './agent-name.ts';
import { agentStyle } from './agent-style.ts';
import { asksFor } from './agent-tools.ts';
import {
  columnTitles,
  type ListColumn,
  type ListColumnName,
  listColumns,
  rightAligned,
} from './agents-list-columns.ts';
import { isAscending, isPriced } from './agents-sort.ts';
import { cursorPlace } from './agents-view.ts';
import { lineAt, windowTop } from './agents-window.ts';

/** Columns in which what a gate says is worth telling. */
const leastDetail = 12;

/** One line an agent, under the names of the columns; only what is in the window is looked at. */
export function drawList(view: CellView, scene: Scene): void {
  const { lineup, top, sort } = scene.agents;
  const columns = listColumns(scene.snapshot, sort, view.columns);
  drawTitles(view, scene, columns);
  const window = view.inner(0, 1, view.columns, view.rows - 1);
  if (lineup.order.length === 0 && lineup.all > 0) {
    window.text(1, 0, 'no agent matches', Tone.dim);
    return;
  }
  const first = windowTop(lineup, cursorPlace(scene.agents), top, window.rows);
  for (let y = 0; y < window.rows; y++) {
    const line = lineAt(lineup, first + y);
    if (line === null) return;
    const at = window.inner(0, y, window.columns, 1);
    if (line.place === null) drawHeading(at, scene, line.group);
    else drawAgent(at, scene, columns, lineup.order[line.place]);
  }
}

function drawTitles(view: CellView, { agents }: Scene, columns: readonly ListColumn[]): void {
  const { sort, reversed } = agents;
  for (const { name, x, width } of columns) {
    const sorted = name === sort;
    const arrow = isAscending(sort, reversed) ? '▲' : '▼';
    const title = sorted ? `${columnTitles[name]}${arrow}` : columnTitles[name];
    const style = sorted ? Tone.accent : Tone.dim;
    if (rightAligned.has(name)) view.textRight(x + width, 0, title, style);
    else view.text(x, 0, title, style, width + 1);
  }
}

function drawHeading(view: CellView, { agents, glyphs }: Scene, group: number): void {
  const { name, agents: size, style, state } = agents.lineup.groups[group];
  const words: Segment[] = [
    [state === null ? '' : `${String.fromCodePoint(glyphs.states[state])} `, style],
    [name, (state === null ? style : Tone.fg) | Attribute.bold],
    [` ${count(size)}`, Tone.dim],
  ];
  view.segments(1, 0, words);
}

function drawAgent(
  view: CellView,
  scene: Scene,
  columns: readonly ListColumn[],
  agent: number,
): void {
  const onCursor = shownCursor(scene) === agent;
  const marked = scene.agents.marks.has(agent);
  if (onCursor) view.repeat(0, 0, 0x20, view.columns, Tone.select);
  for (const { name, x, width } of columns) {
    const [text, own] = cellOf(scene, agent, name);
    let style = onCursor ? Tone.select : own;
    if (name === 'name' && onCursor) style = Tone.accent | Attribute.bold | Attribute.inverse;
    if (name === 'name' && marked) style |= onCursor ? Attribute.underline : Attribute.marked;
    if (name === 'status') drawStatus(view.inner(x, 0, width, 1), scene, agent, onCursor);
    else if (rightAligned.has(name)) view.textRight(x + width, 0, text, style);
    else view.text(x, 0, text, style, width);
  }
}

/** The state with its sign, of one that is held by which gate, and of one in tools which. */
function drawStatus(view: CellView, { snapshot, glyphs }: Scene, agent: number, onCursor: boolean) {
  const { agents } = snapshot;
  const state = agents.shown[agent];
  const style = onCursor ? Tone.select : agentStyle(snapshot, state, agent);
  view.put(0, 0, glyphs.states[state], agentStyle(snapshot, state, agent));
  if (state === AgentState.tool) return void drawTool(view, snapshot, agent, style, onCursor);
  const end = view.text(2, 0, agentStateNames[state], style);
  if (state !== AgentState.held) return;
  const held = holdingRoute(snapshot, agents.role[agent]);
  if (held === null) return;
  const tone = onCursor ? Tone.select : Tone.fg;
  const at = view.text(end + 1, 0, held.heldBy ?? '', tone);
  // A word or two of what it says is no help.
  if (held.heldDetail !== '' && view.columns - at >= leastDetail)
    view.text(at, 0, ` · ${oneLine(held.heldDetail)}`, tone);
}

/** `tool http_get`, `asks shell +2` */
function drawTool(
  view: CellView,
  snapshot: RunSnapshot,
  agent: number,
  style: number,
  onCursor: boolean,
): void {
  const asks = asksFor(snapshot, agent);
  const tools = oneLine(snapshot.stages.get(agent) ?? '')
    .replace(/^asks for /, '')
    .replace(/ and (\d+) more$/, ' +$1');
  const word = asks === null ? 'tool' : 'asks';
  // Its sign says that it is a tool; that it asks has to be said.
  const isCode = snapshot.toolCalls.of(snapshot.agents.task[agent]).length === 0;
  const fits = !isCode && 3 + word.length + displayWidth(tools) <= view.columns;
  if (!fits && asks === null) return void view.text(2, 0, tools, style);
  const end = view.text(2, 0, word, style);
  view.text(end + 1, 0, tools, onCursor ? Tone.select : Tone.fg);
}

function cellOf(
  { snapshot, taskId }: Scene,
  agent: number,
  column: ListColumnName,
): readonly [text: string, style: number] {
  const { agents, info, signatures, t } = snapshot;
  const had = agents.task[agent] >= 0;
  // Of one that waits its turn the columns hold its last task, which is not what it waits with.
  const has = had && !waitsForTask(agents.shown[agent]);
  switch (column) {
    case 'name':
      return [oneLine(agentName(snapshot, agent)), Tone.fg];
    case 'status':
      return ['', Tone.fg];
    case 'task':
      return has ? [oneLine(taskId(agents.task[agent])), Tone.dim] : none;
    case 'attempt':
      if (!has) return none;
      return [count(agents.attempt[agent]), agents.attempt[agent] > 1 ? Tone.warn : Tone.dim];
    case 'tokens':
      return [short(agents.tokens[agent]), agents.tokens[agent] > 0 ? Tone.fg : Tone.dim];
    case 'rate': {
      const rate = agents.tokenRate[agent];
      return [short(rate), rate > 0 ? Tone.fg : Tone.dim];
    }
    case 'cost': {
      const cost = agents.costNanoUsd[agent];
      if (!isPriced(agents, agent)) return none;
      return [columnMoney(cost), cost > 0 ? Tone.fg : Tone.dim];
    }
    case 'age':
      return [columnTime(Math.max(0, t - agents.sinceT[agent])), Tone.dim];
    case 'route':
      return had ? [oneLine(info.routes[agents.route[agent]].name), Tone.dim] : none;
    case 'error':
      return [oneLine(signatures[agents.error[agent]]), errorStyle(agents.shown[agent])];
  }
}

const none = [unknownMark, Tone.dim] as const;

/** What an agent is getting over stands back; what it failed with does not. */
function errorStyle(state: number): number {
  if (state === AgentState.failed || state === AgentState.poison) return Tone.bad;
  return state === AgentState.retrying ? Tone.warn : Tone.dim;
}
