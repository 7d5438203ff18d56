import type { ConsoleState } from '../console-state.ts';

/**
 * Whether Ink has no text of its own on the screen and lays it out only. It is then told of a screen
 * without rows: composing blank ones, a thousand objects a row, would cost more than all the
 * painting. The launch screen has a spinner of Ink's.
 */
export function isPaintedWhole({ screen }: ConsoleState): boolean {
  return screen !== 'launch';
}
