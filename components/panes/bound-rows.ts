import { limitWords } from '../../src/state/binding-words.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { percent, plural, wholeSeconds } from '../parts/format.ts';
import { gaugeSegments } from '../parts/gauge.ts';
import { wrapWithin } from '../parts/wrap.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { oneLine } from '../terminal/sanitize.ts';

const barWidth = 10;
/** What binds for less than this is not worth a line. */
const leastShare = 0.005;

/** What holds the run back now, as lines of at most so many columns. */
export function limitingLines(
  { limiting }: RunSnapshot,
  columns: number,
  most: number,
): Segment[][] {
  const { sentence, share, ofSeconds, remedy } = limiting;
  const short = oneLine(share === null ? sentence : `${sentence}, ${percent(share)} %`);
  const long = share === null ? short : `${short} of the last ${ofSeconds} s`;
  const what = wrapWithin(displayWidth(long) <= columns ? long : short, columns, most);
  const left = most - what.length;
  const mend =
    remedy.length === 0 || left <= 0 ? [] : wrapWithin(oneLine(remedy.join(' · ')), columns, left);
  return [
    ...what.map((text): Segment[] => [[text, Tone.fg]]),
    ...mend.map((text): Segment[] => [[text, Tone.dim]]),
  ];
}

/** Rows that the list of what bound over the whole run takes, its title included. */
export function boundRows({ bounds }: RunSnapshot): number {
  const listed = spans(bounds).length;
  return listed === 0 ? 0 : 1 + listed;
}

/** What bound over the whole run, the longest first: `▓▓▓▓▓▓░░░░  62 %  tokens/min 90,000 on azure/…`. */
export function drawBounds(view: CellView, { bounds, routes }: RunSnapshot): void {
  if (view.rows < 2) return;
  view.segments(1, 0, [[`over ${wholeSeconds(bounds.seconds * 1_000)} of work`, Tone.dim]]);
  for (const [index, span] of spans(bounds)
    .slice(0, view.rows - 1)
    .entries()) {
    const { by, route, detail, seconds, count } = span;
    const y = 1 + index;
    const share = seconds / bounds.seconds;
    view.segments(1, y, gaugeSegments(share, barWidth, Tone.chart2));
    view.segmentsRight(barWidth + 8, y, [
      [percent(share), Tone.fg],
      [' %', Tone.dim],
    ]);
    const times: Segment[] = [
      [wholeSeconds(seconds * 1_000), Tone.fg],
      [`, ${plural(count, 'time')}`, Tone.dim],
    ];
    const end = view.columns >= 60 ? view.segmentsRight(view.columns, y, times) : view.columns;
    const words = limitWords(by, routes[route]?.info.name ?? null, detail);
    view.text(barWidth + 10, y, boundWords(by, oneLine(words)), Tone.fg, end - barWidth - 12);
  }
}

function spans(bounds: RunSnapshot['bounds']) {
  if (bounds.seconds <= 0) return [];
  return bounds.all().filter(({ seconds }) => seconds / bounds.seconds >= leastShare);
}

/** In the words of an operator, where a name alone says little. */
function boundWords(by: string, words: string): string {
  if (by === 'work') return 'nothing waited';
  if (by === 'you') return 'paused or stopped';
  if (by === 'tool') return 'tools that ran or asked';
  return by === 'retry' ? 'back-offs' : words;
}
