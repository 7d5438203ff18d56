import type { WorkflowView } from '../../src/state/work-view.ts';
import { labelOf } from '../keys/keymap.ts';
import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { agentName } from '../panes/agent-name.ts';
import { plural } from '../parts/format.ts';
import { drawTitleRule } from '../parts/title-rule.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { pathMark } from './flow-look.ts';
import { neededBy, takenWith } from './node-links.ts';
import { hasEnded } from './task-status.ts';
import type { InsideRow, WorkloadScene } from './workload-scene.ts';

/** Its rule and three lines, where there is room for them below a few rows of the DAG. */
export const nodeLineRows = (rows: number): number => (rows >= 16 ? 4 : rows >= 12 ? 3 : 0);

const mostNames = 12;

/** What there is to know of the node under the cursor: why it failed and what it took with it, or what it hangs on. */
export function drawNodeLines(
  view: CellView,
  scene: Scene,
  workload: WorkloadScene,
  flow: WorkflowView,
  { node, task }: InsideRow,
): void {
  const at = flow.nodes[node];
  const title = task >= 0 ? scene.taskId(task) : at.name;
  drawTitleRule(view, oneLine(title), [], false);
  const lines = nodeLines(scene, workload, flow, { node, task });
  for (const [index, line] of lines.slice(0, view.rows - 1).entries())
    view.segments(1, 1 + index, line, view.columns - 2);
}

/** The most important first. */
export function nodeLines(
  scene: Pick<Scene, 'snapshot'>,
  { nodes: tallies, error }: Pick<WorkloadScene, 'nodes' | 'error'>,
  { nodes }: WorkflowView,
  { node, task }: InsideRow,
): Segment[][] {
  const out: Segment[][] = [];
  const at = nodes[node];
  const names = (of: readonly number[]) =>
    `${of
      .slice(0, mostNames)
      .map((each) => oneLine(nodes[each].name))
      .join(', ')}${of.length > mostNames ? ` and ${of.length - mostNames} more` : ''}`;
  if (error !== null) {
    out.push([[oneLine(error), Tone.warn]]);
    const taken = takenWith(nodes, tallies, node);
    const key = labelOf('workload', 'workload-retry') ?? 'retry';
    const whatElse = taken.length === 0 ? '' : `, and ${names(taken)} may be done after all`;
    if (taken.length > 0)
      out.push([
        ['took with it ', Tone.dim],
        [names(taken), Tone.warn],
      ]);
    out.push([[`${key} tries it once more${whatElse}`, Tone.dim]]);
  } else out.push(...whoSegments(scene, at.tasks, task));
  const later = neededBy(nodes, node);
  const needs = at.needs.length === 0 ? 'nothing' : names(at.needs);
  out.push([
    ['needs ', Tone.dim],
    [needs, Tone.fg],
    ['  needed by ', Tone.dim],
    [later.length === 0 ? 'nothing' : names(later), Tone.fg],
  ]);
  const place = at.onCriticalPath
    ? `${pathMark} on the critical path: late here makes the whole late`
    : `may be ${plural(at.slack, 'level')} late`;
  const needed = at.critical ? '' : ' · the workflow does without it';
  out.push([[`${place}${needed}`, Tone.dim]]);
  return out;
}

/** Who works on it, or worked on it last. */
function whoSegments(
  { snapshot }: Pick<Scene, 'snapshot'>,
  tasks: readonly number[],
  task: number,
): Segment[][] {
  const { taskColumns, routes } = snapshot;
  const one = task >= 0 ? task : tasks.length === 1 ? tasks[0] : -1;
  const agent = one < 0 || one >= taskColumns.size ? -1 : taskColumns.agent[one];
  if (agent < 0) return [];
  const route = routes[taskColumns.route[one]];
  const tries = taskColumns.attempts[one];
  const did = hasEnded(taskColumns.status[one]) ? 'by ' : 'at work ';
  const out: Segment[] = [
    [did, Tone.dim],
    [oneLine(agentName(snapshot, agent)), Tone.accent],
  ];
  if (route !== undefined) out.push([' over ', Tone.dim], [oneLine(route.info.name), Tone.fg]);
  if (tries > 1) out.push([`, try ${tries}`, Tone.warn]);
  return [out];
}
