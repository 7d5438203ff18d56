import { filterItem } from '../filter/filter-item.ts';
import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { count, percent, plural } from '../parts/format.ts';
import type { HeadlineItem } from '../parts/rule.ts';
import { drawTitleRule } from '../parts/title-rule.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { drawContent } from './content-list.ts';
import { drawDag } from './dag-rows.ts';
import { drawFlows } from './flows-list.ts';
import { say } from './list-rows.ts';
import { decidedSegments, drawQuestions } from './questions-list.ts';
import { savedSegments } from './saved-words.ts';
import { drawTasks } from './tasks-rows.ts';
import { drawVariants } from './variants-list.ts';
import { drawVotes } from './votes-rows.ts';
import type { WorkloadScene } from './workload-scene.ts';
import type { WorkKind } from './workload-view.ts';
import { isList } from './workload-view.ts';

/** What each kind of work is called where it is shown. */
export const workTitles: Readonly<Record<WorkKind, string>> = {
  workflows: 'workflows',
  consensus: 'questions',
  compare: 'variants',
  content: 'content',
};

export const noWorkWords =
  'each task stands alone: there are no workflows, votes or variants · A shows what they gave';

/** What the work is made of, as a list. */
export function drawWorkList(view: CellView, scene: Scene): void {
  const { workload } = scene;
  if (workload === null || workload === undefined) {
    drawTitleRule(view, 'work', [], true);
    return say(view, scene.snapshot.tasks.total === 0 ? 'there are no tasks yet' : noWorkWords);
  }
  const { work, look, list } = workload;
  const focused = look.focus === 'list' || work.kind === 'content';
  drawTitleRule(view, workTitles[work.kind], ruleItems(scene, workload), focused);
  if (list.length === 0)
    return say(view, scene.filters.workload ? 'nothing has it' : 'nothing is known of it yet');
  if (work.kind === 'workflows') drawFlows(view, scene, workload, work);
  else if (work.kind === 'consensus') drawQuestions(view, scene, workload, work);
  else if (work.kind === 'compare') drawVariants(view, scene, workload, work);
  else drawContent(view, scene, workload, work);
}

/** What is in the one under the cursor of the list. */
export function drawWorkInside(view: CellView, scene: Scene): void {
  const { workload } = scene;
  if (workload === null || workload === undefined) return drawWorkList(view, scene);
  const { work, look, chosen } = workload;
  if (work.kind === 'workflows') return drawDag(view, scene, workload, work);
  if (work.kind === 'consensus') return drawVotes(view, scene, workload, work);
  if (work.kind === 'content') return;
  const focused = look.focus === 'inside' || !isList(look);
  const variant = work.variants[chosen];
  const { tasks = [], name = 'variant' } = variant ?? {};
  drawTitleRule(view, oneLine(name), [[[plural(tasks.length, 'task'), Tone.fg]]], focused);
  const cursor = Math.min(look.row, tasks.length - 1);
  drawTasks(view, scene, { tasks, cursor, focused, top: 1 });
}

function ruleItems({ filters }: Scene, workload: WorkloadScene): HeadlineItem[] {
  const { work, look, list, all } = workload;
  const items: HeadlineItem[] = [];
  if (filters.workload !== undefined) items.push(filterItem(filters.workload, list.length, all));
  items.push(...headline(workload));
  if (work.kind !== 'content' && look.order !== 'plan')
    items.push([[`by ${look.order}`, Tone.dim]]);
  return items;
}

/** How the work as a whole stands, the most important first. */
export function headline({ work, chunks, sum }: WorkloadScene): HeadlineItem[] {
  const items: HeadlineItem[] = [];
  const figure = (value: number, words: string, style: number = Tone.fg) => {
    if (value > 0)
      items.push([
        [count(value), style],
        [` ${words}`, Tone.dim],
      ]);
  };
  switch (work.kind) {
    case 'workflows': {
      const { workflows } = work;
      const many = (...states: string[]) =>
        workflows.filter(({ state }) => states.includes(state)).length;
      items.push([
        [count(many('done', 'partial')), Tone.fg],
        [` of ${count(workflows.length)} done`, Tone.dim],
      ]);
      figure(many('failed'), 'failed', Tone.bad);
      figure(many('running'), 'run');
      figure(many('partial'), 'in part', Tone.warn);
      figure(many('cancelled'), 'cancelled');
      figure(sum.blocked, sum.blocked === 1 ? 'task waits for others' : 'tasks wait for others');
      return items;
    }
    case 'consensus': {
      items.push(decidedSegments(work));
      const saved: Segment[] = savedSegments(work);
      if (saved.length > 0) items.push(saved);
      return items;
    }
    case 'compare':
      items.push([
        [count(sum.ended), Tone.fg],
        [` of ${count(sum.total)} ended`, Tone.dim],
      ]);
      return items;
    case 'content': {
      if (chunks === null) return items;
      const { read, underWay, total } = chunks;
      items.push([
        [count(read), Tone.fg],
        [` of ${plural(total, 'chunk')} read`, Tone.dim],
        [`, ${percent(total === 0 ? null : read / total)} %`, Tone.fg],
      ]);
      figure(underWay, 'being read');
      items.push([[work.mode === 'broadcast' ? 'each agent reads all' : 'shared out', Tone.dim]]);
      return items;
    }
  }
}
