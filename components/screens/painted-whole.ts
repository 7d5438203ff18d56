import type { ConsoleState } from '../console-state.ts';
import { busyWords } from '../launch/busy-words.ts';

/**
 * Whether Ink has no text of its own on the screen and lays it out only. It is then told of a screen
 * without rows: composing blank ones, a thousand objects a row, would cost more than all the
 * painting. Where the launch screen waits for something, Ink turns a spinner.
 */
export function isPaintedWhole({ screen, launch }: ConsoleState): boolean {
  return screen !== 'launch' || busyWords(launch) === null;
}
