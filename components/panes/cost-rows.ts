import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { costFacts } from '../parts/cost-facts.ts';
import { count, money, plural, short, unknownMark } from '../parts/format.ts';
import { drawRule } from '../parts/rule.ts';
import type { Scene } from '../scene.ts';

/** Pane 5: what was spent, what the end will cost, tokens, and what is not known about it. */
export function drawCost(view: CellView, scene: Scene): void {
  const { snapshot } = scene;
  const { totals } = snapshot;
  const cost = costFacts(snapshot);
  drawRule(view, scene, 'cost', [[[money(cost.spent), Tone.fg]]]);
  const rows: (readonly [string, Segment[]])[] = [
    [
      'at the end',
      [[cost.projected === null ? unknownMark : `~${money(cost.projected)}`, Tone.fg]],
    ],
    [
      'tokens in, out',
      [
        [short(totals.inputTokens), Tone.fg],
        [', ', Tone.dim],
        [short(totals.outputTokens), Tone.fg],
      ],
    ],
    ['price unknown', unknownCalls(cost.unpricedCalls, Tone.fg)],
    ['uncertain', unknownCalls(cost.uncertainCalls, Tone.warn)],
    ['calls, retries', [[`${count(totals.calls)}, ${count(totals.retries)}`, Tone.fg]]],
  ];
  rows.forEach(([label, value], index) => {
    view.text(1, 1 + index, label, Tone.dim);
    view.segmentsRight(view.columns, 1 + index, value);
  });
}

function unknownCalls(calls: number, style: number): Segment[] {
  return calls === 0 ? [['none', Tone.dim]] : [[plural(calls, 'call'), style]];
}
