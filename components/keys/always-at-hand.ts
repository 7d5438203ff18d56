import { actionFor } from './keymap.ts';

/** What a key does even while something is being typed, unless it is one that could be typed. */
export function alwaysAtHand(key: string): 'interrupt' | 'redraw' | 'suspend' | null {
  const action = key.length === 1 ? null : actionFor(['everywhere'], key);
  return action === 'interrupt' || action === 'redraw' || action === 'suspend' ? action : null;
}
