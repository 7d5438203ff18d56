import type { ConsoleStore } from '../console-store.ts';
import type { Actions } from '../keys/binding.ts';
import { type ChartsAction, type ValueMove, valueMoves, windowSteps } from '../keys/charts-keys.ts';
import type { RunSource } from '../live-run.ts';
import { type ChartsView, chartWindows } from '../parts/charts-view.ts';
import { dotOf, sampleOf, type TimeScale, timeScale } from '../parts/timeline.ts';
import { focusedPlot } from '../screens/focused-plot.ts';

/** Dots of a chart that one column shows. */
const dotsInColumn = 2;

/** The keys of the charts: how much of the run they show, and which moment's values. */
export class ChartsHand {
  private readonly run: RunSource;
  private readonly store: ConsoleStore;

  constructor(run: RunSource, store: ConsoleStore) {
    this.run = run;
    this.store = store;
  }

  readonly actions: Actions<ChartsAction> = {
    window: (key) => this.changeWindow(windowSteps[key]),
    values: () => this.look(() => Number.POSITIVE_INFINITY),
    value: (key) => this.look((sample, scale) => moved(sample, scale, valueMoves[key])),
    'values-leave': () => this.update({ cursor: null }),
  };

  private changeWindow(by: 1 | -1): void {
    const { window, cursor } = this.store.get().charts;
    this.update({ window: Math.max(0, Math.min(chartWindows.length - 1, window + by)) });
    // What is out of sight has no values to show.
    if (cursor !== null) this.look((sample) => sample);
  }

  /** Puts the cursor on a sample that is shown; on none where there are none. */
  private look(to: (sample: number, scale: TimeScale) => number): void {
    const scale = this.scale();
    if (scale.dots === 0) return;
    const newest = sampleOf(scale, scale.dots - 1);
    const sample = to(this.store.get().charts.cursor ?? newest, scale);
    const dot = dotOf(scale, Math.max(sampleOf(scale, 0), Math.min(newest, sample)));
    this.update({ cursor: sampleOf(scale, Math.max(0, dot)) });
  }

  private scale(): TimeScale {
    const state = this.store.get();
    const { seconds } = chartWindows[state.charts.window];
    return timeScale(this.run.snapshot().series, dotsInColumn * focusedPlot(state), seconds);
  }

  private update(change: Partial<ChartsView>): void {
    this.store.update({ charts: { ...this.store.get().charts, ...change } });
  }
}

/** A column further, or a sample where that is wider. */
function moved(sample: number, { perDot }: TimeScale, move: ValueMove): number {
  const step = Math.max(1, Math.round(dotsInColumn * perDot));
  switch (move) {
    case 'earlier':
      return sample - step;
    case 'later':
      return sample + step;
    case 'oldest':
      return 0;
    default:
      return Number.POSITIVE_INFINITY;
  }
}
