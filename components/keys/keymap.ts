import type { FooterKey } from '../scene.ts';
import type { Binding } from './binding.ts';
import { type Action, bindings } from './key-bindings.ts';
import { type Place, places, placeTitles } from './place.ts';

/** What a key does, the first of the places that has it deciding; null where none has. */
export function actionFor(where: readonly Place[], key: string): Action | null {
  for (const place of where) {
    const found = bindings.find((binding) => binding.place === place && binding.keys.includes(key));
    if (found !== undefined) return found.action;
  }
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
    left: '←',
    right: '→',
    home: 'Home',
    end: 'End',
    pageup: 'PgUp',
    pagedown: 'PgDn',
    ' ': 'Space',
  };
  if (key.startsWith('ctrl+')) return `Ctrl+${key.slice(5).toUpperCase()}`;
  return named[key] ?? key;
}

/** The keys of a binding: `↑ k`, `1–7`, `arrows`. */
export function keysLabel({ keys, label }: Binding): string {
  if (label !== undefined) return label;
  if (keys.length < 4) return keys.map(keyLabel).join(' ');
  return `${keyLabel(keys[0])}–${keyLabel(keys[keys.length - 1])}`;
}

export interface HelpSection {
  readonly place: Place;
  readonly title: string;
  readonly entries: readonly { readonly keys: string; readonly does: string }[];
}

/** The help: every binding, by place. */
export function helpSections(): HelpSection[] {
  return places.map((place) => ({
    place,
    title: placeTitles[place],
    entries: bindings
      .filter((binding) => binding.place === place)
      .map((binding) => ({ keys: keysLabel(binding), does: binding.does })),
  }));
}

/** Keys that stand in no footer of these places: there are no panes to zoom, or nothing to filter. */
const without: Readonly<Partial<Record<Action, ReadonlySet<Place>>>> = {
  zoom: new Set(['launch', 'settings', 'asked', 'agent', 'help']),
  filter: new Set(['agent']),
};

/** The keys of a footer. */
export function footerKeys(where: readonly Place[], paused: boolean): FooterKey[] {
  const out: FooterKey[] = [];
  for (const [index, place] of where.entries())
    for (const { place: of, keys, label, footer, action } of bindings) {
      if (of !== place || footer === undefined) continue;
      // A key means what it means in the first place that has it.
      if (actionFor(where.slice(0, index), keys[0]) !== null) continue;
      if (without[action]?.has(where[0])) continue;
      if (action === 'fewer') out.push({ keys: '+ -', does: 'concurrency' });
      else if (action !== 'more')
        out.push({
          keys: label ?? keyLabel(keys[0]),
          does: action === 'pause' && paused ? 'go on' : footer,
        });
    }
  return out;
}
