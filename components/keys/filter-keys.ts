import { type Binding, bind } from './binding.ts';

/** Opening the line of a filter, and what that line does with a key. */
export type FilterAction =
  | 'filter'
  | 'filter-keep'
  | 'filter-clear'
  | 'filter-complete'
  | 'filter-complete-back'
  | 'filter-older'
  | 'filter-newer';

export const filterKeys: readonly Binding<FilterAction>[] = [
  bind('everywhere', '/', 'filter', 'filter: text, /regex/, !not, status:retrying', 'filter'),
  bind('filter', 'enter', 'filter-keep', 'keep the filter and leave its line'),
  bind('filter', 'escape', 'filter-clear', 'take the filter away'),
  bind('filter', 'tab', 'filter-complete', 'complete a selection of agents'),
  bind('filter', 'shift+tab', 'filter-complete-back', 'the one before'),
  bind('filter', 'up', 'filter-older', 'an earlier filter that begins like this'),
  bind('filter', 'down', 'filter-newer', 'a later one'),
];
