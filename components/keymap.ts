import { type FooterKey, paneNames, paneNumber } from './scene.ts';

/** Everything that a key can ask of the console. */
export type Action =
  | 'pause'
  | 'pause-now'
  | 'more'
  | 'fewer'
  | 'ask-stop'
  | 'stop-now'
  | 'choose-drain'
  | 'choose-now'
  | 'help'
  | 'back'
  | 'leave'
  | 'interrupt'
  | 'theme'
  | 'frame-time'
  | 'redraw'
  | 'zoom'
  | 'focus-next'
  | 'focus-previous'
  | 'focus-number'
  | 'up'
  | 'down'
  | 'launch';

/**
 * Where a key has its meaning: what is on top of the screen decides. Keys that are not bound there
 * are looked up under `everywhere`.
 */
export type Place = 'everywhere' | 'launch' | 'run' | 'ended' | 'stop' | 'help';

export interface Binding {
  readonly place: Place;
  /** Names of keys, as `keyNames` gives them. */
  readonly keys: readonly string[];
  readonly action: Action;
  /** For the help. */
  readonly does: string;
  /** For the footer, where it has a place there; most important first. */
  readonly footer?: string;
}

/** All keys there are. The help, the footers and what a key does come from here and nowhere else. */
export const bindings: readonly Binding[] = [
  {
    place: 'launch',
    keys: ['enter'],
    action: 'launch',
    does: 'launch the selected preset',
    footer: 'launch',
  },
  { place: 'launch', keys: ['up', 'k'], action: 'up', does: 'the preset above', footer: 'up' },
  {
    place: 'launch',
    keys: ['down', 'j'],
    action: 'down',
    does: 'the preset below',
    footer: 'down',
  },
  {
    place: 'run',
    keys: ['p'],
    action: 'pause',
    does: 'pause: running calls end · or go on',
    footer: 'pause',
  },
  {
    place: 'run',
    keys: ['P'],
    action: 'pause-now',
    does: 'pause hard: running calls are cut and queued again',
  },
  { place: 'run', keys: ['+'], action: 'more', does: 'concurrency up by a tenth', footer: 'more' },
  {
    place: 'run',
    keys: ['-'],
    action: 'fewer',
    does: 'concurrency down by a tenth',
    footer: 'fewer',
  },
  { place: 'run', keys: ['x'], action: 'ask-stop', does: 'stop: asks how', footer: 'stop' },
  { place: 'run', keys: ['X'], action: 'stop-now', does: 'stop now: every call is cut, unasked' },
  {
    place: 'ended',
    keys: ['enter'],
    action: 'leave',
    does: 'leave, the run being over',
    footer: 'leave',
  },
  {
    place: 'stop',
    keys: ['d'],
    action: 'choose-drain',
    does: 'drain: running calls end, nothing new starts',
  },
  { place: 'stop', keys: ['n'], action: 'choose-now', does: 'now: running calls are cut' },
  { place: 'help', keys: ['up', 'k'], action: 'up', does: 'scroll up' },
  { place: 'help', keys: ['down', 'j'], action: 'down', does: 'scroll down' },
  {
    place: 'everywhere',
    keys: paneNames.map((pane) => String(paneNumber(pane))),
    action: 'focus-number',
    does: 'focus the pane with this number',
  },
  { place: 'everywhere', keys: ['tab'], action: 'focus-next', does: 'focus the next pane' },
  {
    place: 'everywhere',
    keys: ['shift+tab'],
    action: 'focus-previous',
    does: 'focus the pane before',
  },
  { place: 'everywhere', keys: ['escape'], action: 'back', does: 'back' },
  { place: 'everywhere', keys: ['?'], action: 'help', does: 'this help', footer: 'help' },
  {
    place: 'everywhere',
    keys: ['T'],
    action: 'theme',
    does: 'next theme: dark, light, mono, high contrast',
  },
  { place: 'everywhere', keys: ['F'], action: 'frame-time', does: 'frame time in the footer' },
  { place: 'everywhere', keys: ['ctrl+l'], action: 'redraw', does: 'draw the screen again' },
  {
    place: 'everywhere',
    keys: ['q'],
    action: 'leave',
    does: 'leave: asks while a run lives',
    footer: 'leave',
  },
  {
    place: 'everywhere',
    keys: ['z'],
    action: 'zoom',
    does: 'zoom the focused pane, and back',
    footer: 'zoom',
  },
  {
    place: 'everywhere',
    keys: ['ctrl+c'],
    action: 'interrupt',
    does: 'stop: asks how · twice: stop now',
  },
];

const places: readonly Place[] = ['launch', 'run', 'ended', 'stop', 'help', 'everywhere'];

/** What a key does in a place, or null. */
export function actionFor(place: Place, key: string): Action | null {
  for (const where of [place, 'everywhere'])
    for (const binding of bindings)
      if (binding.place === where && binding.keys.includes(key)) return binding.action;
  return null;
}

/** How a key is written for people: `Enter`, `Ctrl+C`, `↑`. */
export function keyLabel(key: string): string {
  const named: Readonly<Record<string, string>> = {
    enter: 'Enter',
    escape: 'Esc',
    tab: 'Tab',
    'shift+tab': 'Shift+Tab',
    up: '↑',
    down: '↓',
    'ctrl+c': 'Ctrl+C',
    'ctrl+l': 'Ctrl+L',
  };
  return named[key] ?? key;
}

/** Several keys for one thing: `↑ k`, `1–7`. */
export function keysLabel(keys: readonly string[]): string {
  if (keys.length < 4) return keys.map(keyLabel).join(' ');
  return `${keyLabel(keys[0])}–${keyLabel(keys[keys.length - 1])}`;
}

export interface HelpSection {
  readonly title: string;
  readonly entries: readonly { readonly keys: string; readonly does: string }[];
}

const titles: Readonly<Record<Place, string>> = {
  launch: 'launch',
  run: 'a run',
  ended: 'after the end',
  stop: 'when asked how to stop',
  help: 'this help',
  everywhere: 'everywhere',
};

/** The help: every binding, by place. */
export function helpSections(): HelpSection[] {
  return places.map((place) => ({
    title: titles[place],
    entries: bindings
      .filter((binding) => binding.place === place)
      .map(({ keys, does }) => ({ keys: keysLabel(keys), does })),
  }));
}

/** The keys of a footer. */
export function footerKeys(place: Place, paused: boolean): FooterKey[] {
  const out: FooterKey[] = [];
  for (const where of place === 'everywhere' ? [place] : [place, 'everywhere'])
    for (const { place: of, keys, footer, action } of bindings) {
      if (of !== where || footer === undefined) continue;
      if (action === 'zoom' && place !== 'run' && place !== 'ended') continue;
      if (action === 'fewer') out.push({ keys: '+ -', does: 'concurrency' });
      else if (action !== 'more')
        out.push({
          keys: keyLabel(keys[0]),
          does: action === 'pause' && paused ? 'go on' : footer,
        });
    }
  return out;
}
