import { namesThereAre } from '../../src/spec/near-miss.ts';
import { UsageError } from '../../src/spec/usage-error.ts';
import type { Binding } from './binding.ts';
import { type Action, bindings } from './key-bindings.ts';
import { keyLabel, keyNamed } from './key-label.ts';
import { isTyped, type Place, standsBefore } from './place.ts';

/** What a key is given where it is to do nothing. */
const nothing = 'none';

interface Wish {
  /** As it was written, for sentences. */
  readonly written: string;
  readonly key: string;
  /** Null where the key is to do nothing. */
  readonly action: Action | null;
}

/**
 * The bindings with what the operator's settings say. A key that is given to an action does that and
 * nothing else wherever the action can be meant; the action keeps its other keys.
 *
 * @param keys names of keys, and of the actions that they are given to
 * @param place where one of them stands, as its sentence begins
 * @throws UsageError for what does not exist, and where an action would be left without a key that
 * was not taken from it on purpose
 */
export function rebound(
  keys: Readonly<Record<string, string>>,
  place: (key: string) => string,
): readonly Binding<Action>[] {
  const wishes = Object.entries(keys).map(([written, action]) =>
    wishOf(written, action, place(written)),
  );
  const twice = wishes.find(({ key }, i) => wishes.findIndex((other) => other.key === key) < i);
  if (twice !== undefined)
    throw new UsageError(
      `${place(twice.written)}: ${keyLabel(twice.key)} is there twice; take one away`,
    );
  const result = bindings.map((binding) => withWishes(binding, wishes));
  for (const { written, key, action } of wishes) {
    const lost = result.find(
      (now, i) => now.keys.length === 0 && bindings[i].keys.includes(key) && now.action !== action,
    );
    if (lost === undefined || (action === null && lost.action !== 'interrupt')) continue;
    throw new UsageError(
      `${place(written)}: ${keyLabel(key)} is the only key of \`${lost.action}\` (${lost.does}); give that one another key too, for example "${freeKey(result)}": "${lost.action}"`,
    );
  }
  return result;
}

function wishOf(written: string, action: string, place: string): Wish {
  const key = keyNamed(written);
  if (key === null)
    throw new UsageError(
      `${place}: there is no key \`${written}\`; expected a character, Ctrl+ and a letter other than H, I, J and M, or one of Enter, Esc, Tab, Shift+Tab, Space, Up, Down, Left, Right, Home, End, PgUp, PgDn, Backspace, Delete`,
    );
  if (action === nothing) return { written, key, action: null };
  const found = bindings.filter((binding) => binding.action === action);
  if (found.length === 0)
    throw new UsageError(
      `${place}: there is no action \`${action}\`${namesThereAre(action, actionNames())}`,
    );
  if (found.some(({ byKey }) => byKey))
    throw new UsageError(
      `${place}: the keys of \`${action}\` are what it does, and cannot be others; take another action`,
    );
  if (key.length === 1 && found.some((binding) => isTyped(binding.place)))
    throw new UsageError(
      `${place}: ${keyLabel(key)} is typed where \`${action}\` is meant; take a key that is no character`,
    );
  return { written, key, action: found[0].action };
}

/** What there is to give keys to: what can have others than it has. */
function actionNames(): string[] {
  const free = bindings.filter(({ byKey }) => !byKey);
  return [...new Set(free.map(({ action }) => action)), nothing];
}

function withWishes(binding: Binding<Action>, wishes: readonly Wish[]): Binding<Action> {
  const { place, action, keys } = binding;
  const given = wishes.filter((wish) => wish.action === action).map(({ key }) => key);
  const taken = wishes.filter((wish) => wish.action !== action && takes(wish, place));
  const kept = keys.filter(
    (key) => !given.includes(key) && !taken.some((wish) => wish.key === key),
  );
  if (given.length === 0 && kept.length === keys.length) return binding;
  // How its keys are written together was said of other keys.
  return { ...binding, keys: [...given, ...kept], label: undefined };
}

/** Whether a key that was given to something else means that in this place too. */
function takes({ action }: Wish, place: Place): boolean {
  if (action === null) return true;
  return bindings.some(
    (given) =>
      given.action === action &&
      (standsBefore(place, given.place) || standsBefore(given.place, place)),
  );
}

function freeKey(now: readonly Binding[]): string {
  const used = new Set(now.flatMap(({ keys }) => keys));
  const letter = [...'yoegkbdfuvwrns'].find((each) => !used.has(`ctrl+${each}`)) ?? 'y';
  return `ctrl+${letter}`;
}
