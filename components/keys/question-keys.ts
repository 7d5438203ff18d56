import { type Binding, bind } from './binding.ts';

/** Questions, and what they are answered with. */
export type QuestionAction =
  | 'ask-stop'
  | 'choose-drain'
  | 'choose-now'
  | 'yes'
  | 'canary-go'
  | 'canary-stop'
  | 'leave'
  | 'interrupt';

export const questionKeys: readonly Binding<QuestionAction>[] = [
  bind('stop', 'd', 'choose-drain', 'drain: running calls end, nothing new starts'),
  bind('stop', 'n', 'choose-now', 'now: running calls are cut'),
  bind('confirm', ['enter', 'y'], 'yes', 'do it'),
  bind('canary', ['g', 'enter'], 'canary-go', 'go on with the other tasks'),
  bind('canary', 'x', 'canary-stop', 'stop here'),
];
