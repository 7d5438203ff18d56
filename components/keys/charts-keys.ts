import { type Binding, bind } from './binding.ts';

/** What is done with the charts. */
export type ChartsAction = 'window' | 'values' | 'value' | 'values-leave';

export const windowSteps: Readonly<Record<string, 1 | -1>> = { '[': -1, ']': 1 };

/** Where the cursor of the values goes. */
export type ValueMove = 'earlier' | 'later' | 'oldest' | 'newest';

export const valueMoves: Readonly<Record<string, ValueMove>> = {
  left: 'earlier',
  h: 'earlier',
  right: 'later',
  l: 'later',
  g: 'oldest',
  home: 'oldest',
  G: 'newest',
  end: 'newest',
};

export const chartsKeys: readonly Binding<ChartsAction>[] = [
  {
    place: 'charts',
    keys: Object.keys(windowSteps),
    label: '[ ]',
    action: 'window',
    byKey: true,
    does: 'the last 1, 5, 15 minutes, or the whole run',
    footer: 'window',
  },
  bind('charts', 'enter', 'values', 'the values under a cursor', 'values'),
  {
    place: 'values',
    keys: Object.keys(valueMoves),
    label: '← →',
    action: 'value',
    byKey: true,
    does: 'earlier, later · g G to the ends',
    footer: 'earlier, later',
  },
  bind('values', ['escape', 'enter'], 'values-leave', 'leave the values', 'back'),
];
