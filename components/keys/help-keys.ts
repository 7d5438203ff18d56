import { type Binding, bind } from './binding.ts';

export type HelpAction = 'help' | 'help-scroll';

/** The keys that scroll the help, and by what: rows, screens, or to an end. */
export const helpScrolls: Readonly<
  Record<string, 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last'>
> = {
  up: 'up',
  k: 'up',
  down: 'down',
  j: 'down',
  pageup: 'page-up',
  pagedown: 'page-down',
  g: 'first',
  home: 'first',
  G: 'last',
  end: 'last',
};

export const helpKeys: readonly Binding<HelpAction>[] = [
  {
    place: 'help',
    keys: Object.keys(helpScrolls),
    label: '↑ ↓ jk gG',
    action: 'help-scroll',
    byKey: true,
    does: 'scroll · PgUp PgDn by screens, g G to the ends',
  },
  bind('everywhere', '?', 'help', 'this help', 'help'),
];
