import { filterItem } from '../filter/filter-item.ts';
import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { count, moment } from '../parts/format.ts';
import { drawRule, type HeadlineItem } from '../parts/rule.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { type LogPage, logPage } from './log-page.ts';

const whoWidth = 10;

/** Pane 7: what happened and what was done about it, newest first. */
export function drawLog(view: CellView, scene: Scene): void {
  const inside = view.inner(0, 1, view.columns, view.rows - 1);
  const page = pageOf(scene, inside.rows);
  drawRule(view, scene, 'log', headline(scene, page));
  drawPage(inside, scene, page);
}

/** The lines of the log alone. */
export function drawLogLines(view: CellView, scene: Scene): void {
  drawPage(view, scene, pageOf(scene, view.rows));
}

function pageOf({ snapshot, log, filters, operator }: Scene, rows: number): LogPage {
  return logPage(snapshot, { view: log, filter: filters.log, operator }, rows);
}

/** `/rate 12 of 110  errors only  frozen · 41 new  110 events`. */
function headline({ snapshot, log, filters }: Scene, page: LogPage): HeadlineItem[] {
  const out: HeadlineItem[] = [];
  if (filters.log !== undefined) out.push(filterItem(filters.log, page.shown, page.all));
  if (log.frozenAt !== null)
    out.push([
      ['frozen', Tone.accent],
      [page.fresh > 0 ? ` · ${count(page.fresh)} new` : '', Tone.fg],
    ]);
  if (log.errorsOnly) out.push([['errors only', Tone.accent]]);
  out.push([
    [count(snapshot.notable.count), Tone.fg],
    [' events', Tone.dim],
  ]);
  return out;
}

function drawPage(view: CellView, { focus }: Scene, { lines, row, all }: LogPage): void {
  const roomy = view.columns >= 60;
  if (lines.length === 0 && all > 0) view.text(1, 0, 'no line matches', Tone.dim);
  lines.forEach((entry, y) => {
    const onCursor = focus === 'log' && y === row;
    const tone = (style: number) => (onCursor ? Tone.select : style);
    if (onCursor) view.repeat(0, y, 0x20, view.columns, Tone.select);
    const time = roomy ? moment(entry.t) : moment(entry.t).replace(/\.\d$/, '');
    view.text(1, y, time, tone(Tone.dim));
    const who = oneLine(entry.who);
    const x = roomy ? 9 : time.length + 2;
    const end = view.text(
      x,
      y,
      who,
      tone(entry.who === 'you' ? Tone.accent : Tone.fg),
      whoWidth + 6,
    );
    const textX = roomy ? Math.max(x + whoWidth, end + 1) : end + 1;
    const what: Segment = [oneLine(entry.what), tone(entry.style)];
    view.segments(
      textX,
      y,
      [what, [oneLine(entry.rest), tone(Tone.dim)]],
      view.columns - textX - 1,
    );
  });
}
