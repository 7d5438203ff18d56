import { oneLine } from './sanitize.ts';
import type { NotificationKind } from './terminal-talents.ts';

const longestTitle = 100;
const longestMessage = 200;

/** Numbers of the states that a terminal can show beside progress (ConEmu's OSC 9;4). */
export const ProgressState = { none: 0, going: 1, failed: 2, waiting: 4 } as const;

/** The title of the window and of its icon (OSC 0). Ends in BEL, which every terminal knows. */
export function titleSequence(title: string): string {
  return `\x1b]0;${cut(title, longestTitle)}\x07`;
}

/** @param percent of 100, a whole number; left out where nothing is shown */
export function progressSequence(
  state: (typeof ProgressState)[keyof typeof ProgressState],
  percent = 0,
): string {
  return `\x1b]9;4;${state};${percent}\x07`;
}

/** A message for the desktop. */
export function notificationSequence(kind: NotificationKind, title: string, body: string): string {
  // A semicolon would end the field, and digits before one make another command of it.
  const [name, words] = [title, body].map((text) => cut(text, longestMessage).replace(/;/g, ','));
  return kind === 'osc777'
    ? `\x1b]777;notify;${name};${words}\x07`
    : `\x1b]9;${name}: ${words}\x07`;
}

/** For the terminal outside of tmux, which hands it on where `allow-passthrough` is on. */
export function throughTmux(sequence: string): string {
  return `\x1bPtmux;${sequence.replace(/\x1b/g, '\x1b\x1b')}\x1b\\`;
}

/** As one line without a control character, which would end the sequence and begin another. */
function cut(text: string, longest: number): string {
  const line = [...oneLine(text)];
  return line.length <= longest ? line.join('') : `${line.slice(0, longest - 1).join('')}…`;
}
