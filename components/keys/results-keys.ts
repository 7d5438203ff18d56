import { listMoves } from '../parts/list-move.ts';
import { type Binding, bind } from './binding.ts';

/** What is done with the results of a run. */
export type ResultsAction =
  | 'results-show'
  | 'results-move'
  | 'results-open'
  | 'results-focus'
  | 'results-whole'
  | 'results-failures'
  | 'results-kind'
  | 'results-order'
  | 'results-reverse'
  | 'results-mark'
  | 'results-unmark'
  | 'results-retry'
  | 'results-retry-now'
  | 'results-export'
  | 'results-back';

export const resultsKeys: readonly Binding<ResultsAction>[] = [
  bind('run', 'A', 'results-show', 'what the tasks gave: answers and failures'),
  bind('ended', 'A', 'results-show', 'what the tasks gave: answers and failures', 'answers'),
  bind('past', 'A', 'results-show', 'what the tasks gave: answers and failures', 'answers'),
  {
    place: 'results',
    keys: Object.keys(listMoves),
    label: 'arrows jk',
    action: 'results-move',
    byKey: true,
    does: 'move · g G to the ends · PgUp PgDn by pages',
  },
  bind('results', 'enter', 'results-open', 'open its task · of failures: list them', 'open'),
  bind('results', 'e', 'results-failures', 'failures by kind, or answers', 'failures'),
  bind('results', 'f', 'results-kind', 'all, done, failed or cancelled only', 'which'),
  bind('results', 's', 'results-order', 'order: plan, newest, cost, tokens', 'sort'),
  bind('results', 'S', 'results-reverse', 'the other way round'),
  bind('results', 'tab', 'results-focus', 'to the text, and back to the list', 'text'),
  bind('results', 'z', 'results-whole', 'the text alone, and back'),
  bind('results', ' ', 'results-mark', 'mark it, or take its mark away', 'mark'),
  bind('results', 'u', 'results-unmark', 'take all marks away'),
  bind('results', 'r', 'results-retry', 'try what failed once more: asks', 'retry'),
  bind('results', 'R', 'results-retry-now', 'try what failed once more, unasked'),
  bind('results', 'E', 'results-export', 'export to CSV, JSONL or Markdown', 'export'),
  bind('results', 'escape', 'results-back', 'back'),
];
