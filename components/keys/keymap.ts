import type { FooterKey } from '../scene.ts';
import type { Binding } from './binding.ts';
import { type Action, bindings } from './key-bindings.ts';
import { keyLabel } from './key-label.ts';
import { type Place, places, placeTitles } from './place.ts';

/** The keys as they are now: a process has one console, and that one operator. */
let inForce = bindings;

/** From now on keys do what these say; without, what they do where nothing else was said. */
export function putInForce(keys: readonly Binding<Action>[] = bindings): void {
  inForce = keys;
}

/** The first key of an action in a place, as people write it; null where it has none. */
export function labelOf(place: Place, action: Action): string | null {
  const found = inForce.find((each) => each.place === place && each.action === action);
  return found?.keys[0] === undefined ? null : keyLabel(found.keys[0]);
}

/** What a key does, the first of the places that has it deciding; null where none has. */
export function actionFor(where: readonly Place[], key: string): Action | null {
  for (const place of where) {
    const found = inForce.find((binding) => binding.place === place && binding.keys.includes(key));
    if (found !== undefined) return found.action;
  }
  return null;
}

/** The keys of a binding: `↑ k`, `1–7`, `arrows`. */
export function keysLabel({ keys, label }: Binding): string {
  if (label !== undefined) return label;
  const row = keys.length > 3 && keys.every((key, i) => Number(key) === Number(keys[0]) + i);
  return row ? `${keys[0]}–${keys[keys.length - 1]}` : keys.map(keyLabel).join(' ');
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
    entries: inForce
      .filter(({ place: of, keys }) => of === place && keys.length > 0)
      .map((binding) => ({ keys: keysLabel(binding), does: binding.does })),
  }));
}

/** Keys that stand in no footer of these places: there are no panes to zoom, or nothing to filter. */
const without: Readonly<Partial<Record<Action, ReadonlySet<Place>>>> = {
  zoom: new Set(['launch', 'settings', 'asked', 'agent', 'results', 'workload', 'history', 'help']),
  filter: new Set(['agent']),
};

/** What nothing is left for once the run has ended. */
const ofWorkUnderWay: ReadonlySet<Action> = new Set([
  'workload-pause',
  'workload-retry',
  'workload-cancel',
]);

/** The keys of a footer. @param over the run has ended: what it could do no more is told apart */
export function footerKeys(where: readonly Place[], paused: boolean, over = false): FooterKey[] {
  const out: FooterKey[] = [];
  for (const [index, place] of where.entries())
    for (const { place: of, keys, label, footer, action } of inForce) {
      if (of !== place || footer === undefined || keys.length === 0) continue;
      // A key means what it means in the first place that has it.
      if (actionFor(where.slice(0, index), keys[0]) !== null) continue;
      if (without[action]?.has(where[0])) continue;
      if (over && ofWorkUnderWay.has(action)) continue;
      if (action === 'fewer')
        out.push({
          keys: `${labelOf(place, 'more') ?? ''} ${keyLabel(keys[0])}`.trim(),
          does: 'concurrency',
        });
      else if (action !== 'more')
        out.push({
          keys: label ?? keyLabel(keys[0]),
          does: action === 'pause' && paused ? 'go on' : footer,
          ...(over && action === 'results-retry' ? { off: true } : {}),
        });
    }
  return out;
}
