import type { CompareView } from '../../src/state/work-view.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Attribute, Tone } from '../painter/style.ts';
import { count, duration, percent, short } from '../parts/format.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { costWord } from './figure-words.ts';
import {
  drawFigures,
  drawFigureTitles,
  drawListRows,
  type Figure,
  nameWidth,
  shownFigures,
  textStart,
} from './list-rows.ts';
import { tallyLook } from './task-look.ts';
import { titleRows } from './workload-layout.ts';
import { chosenPlace, type WorkloadScene } from './workload-scene.ts';

const figures: readonly Figure[] = [
  { title: 'done', width: 11, from: 30 },
  { title: 'failed', width: 8, from: 50 },
  { title: '% ok', width: 7, from: 38 },
  { title: 'p50', width: 8, from: 46 },
  { title: 'tokens', width: 8, from: 72 },
  { title: 'cost', width: 10, from: 62 },
  { title: 'w/l/t', width: 12, from: 56 },
];

/** Variants below their rule, side by side: what each has done, how fast, at what cost, and how it was judged. */
export function drawVariants(
  view: CellView,
  { glyphs }: Scene,
  workload: WorkloadScene,
  { variants }: CompareView,
): void {
  const { look, list, tallies, p50Ms } = workload;
  const judged = variants.some(({ wins, losses, ties }) => wins + losses + ties > 0);
  const shown = shownFigures(figures, view.columns).filter(
    ({ title }) => judged || title !== 'w/l/t',
  );
  const width = nameWidth(
    variants.map(({ name }) => name),
    7,
    Math.min(24, Math.floor(view.columns / 3)),
  );
  const start = textStart + width;
  view.text(textStart, 1, 'variant', Tone.dim, width);
  drawFigureTitles(view, start, 1, shown);
  drawListRows(view, {
    top: titleRows,
    rows: view.rows - titleRows,
    count: list.length,
    cursor: chosenPlace(workload),
    focused: look.focus === 'list',
    draw(row, index, atCursor) {
      const item = list[index];
      const tally = tallies[item];
      const { name, wins, losses, ties } = variants[item];
      const { mark, style } = tallyLook(glyphs.unicode, tally);
      const { done, failed, total, tokens } = tally;
      row.text(2, 0, mark, style);
      row.text(textStart, 0, oneLine(name), atCursor ? Attribute.bold : Tone.fg, width);
      drawFigures(row, start, shown, {
        done: [`${count(done)}/${count(total)}`, Tone.fg],
        failed: [count(failed), failed > 0 ? Tone.bad : Tone.dim],
        '% ok': [percent(done + failed === 0 ? null : done / (done + failed), 1), Tone.fg],
        p50: [duration(p50Ms[item] ?? null), Tone.fg],
        tokens: [short(tokens), Tone.fg],
        cost: [costWord(tally), Tone.fg],
        'w/l/t': [`${count(wins)}/${count(losses)}/${count(ties)}`, Tone.fg],
      });
    },
  });
}
