import type { ModelPreparing, RouteState } from '../../src/state/route-state.ts';
import { segmentsWidth } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { bytes } from '../parts/format.ts';
import { gaugeSegments } from '../parts/gauge.ts';
import { oneLine } from '../terminal/sanitize.ts';

/** Columns of the bar, the widest first. */
const barWidths = [24, 8];

/** What is done to the model of a route, in a word and a figure: `loading`, `pulling 42 %`. */
export function preparingWord({ doing, percent }: ModelPreparing): string {
  return percent === null ? doing : `${doing} ${percent} %`;
}

/**
 * What is done to the model of a route in at most so many columns, or as little as there is to say:
 * `pulling llama3.2 ▓▓▓▓░░░░ 42 % of 2.0 GB`. The name is left out first, which
 * the route's has in it, then the size, then the bar.
 */
export function preparingSegments(
  { info }: RouteState,
  preparing: ModelPreparing,
  columns: number,
): Segment[] {
  const { doing, percent, totalBytes, detail } = preparing;
  const word: Segment = [doing, Tone.warn];
  const model: Segment = [` ${oneLine(info.model)}`, Tone.fg];
  const forms: Segment[][] = [];
  if (percent === null) {
    if (detail !== '') forms.push([word, model, [` · ${oneLine(detail)}`, Tone.dim]]);
    forms.push([word, model], [word]);
  } else {
    const size: Segment = [` of ${bytes(totalBytes)}`, Tone.dim];
    const [wide, short] = barWidths.map((width): Segment[] => [
      [' ', Tone.dim],
      ...gaugeSegments(percent / 100, width, Tone.info),
      [` ${percent} %`, Tone.fg],
    ]);
    if (totalBytes !== null)
      forms.push(
        [word, model, ...wide, size],
        [word, model, ...short, size],
        [word, ...short, size],
      );
    forms.push([word, ...short], [[preparingWord(preparing), Tone.warn]]);
  }
  return forms.find((form) => segmentsWidth(form) <= columns) ?? forms[forms.length - 1];
}

/** The same as a part of a sentence. */
export function preparingWords({ info }: RouteState, preparing: ModelPreparing): string {
  const { doing, percent, totalBytes, detail } = preparing;
  const far = percent === null ? detail : `${percent} % of ${bytes(totalBytes)}`;
  return `${doing} ${info.model}${far === '' ? '' : `, ${far}`}`;
}
