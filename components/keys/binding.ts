import type { Place } from './place.ts';

/** Keys of one place that do one thing. */
export interface Binding<A extends string = string> {
  readonly place: Place;
  /** Names of keys, as `keyNames` gives them. */
  readonly keys: readonly string[];
  /** How they are written, where that is not one after the other. */
  readonly label?: string;
  readonly action: A;
  /** For the help. */
  readonly does: string;
  /** What it does depends on which of its keys it is, so that they cannot be others. */
  readonly byKey?: true;
  /** For the footer, where it has a place there; most important first. */
  readonly footer?: string;
}

/** What carries actions out; takes the name of the key that was pressed. */
export type Actions<A extends string> = Readonly<Record<A, (key: string) => void>>;

export function bind<const A extends string>(
  place: Place,
  keys: string | readonly string[],
  action: A,
  does: string,
  footer?: string,
): Binding<A> {
  return { place, keys: typeof keys === 'string' ? [keys] : keys, action, does, footer };
}
