import { paneNames, paneNumber } from '../scene.ts';
import { type Binding, bind } from './binding.ts';

/** What changes what is shown, and nothing else. */
export type ViewAction =
  | 'command'
  | 'palette'
  | 'back'
  | 'theme'
  | 'frame-time'
  | 'redraw'
  | 'zoom'
  | 'focus-next'
  | 'focus-previous'
  | 'focus-number';

/** What is done with the terminal itself. */
export type TerminalAction = 'suspend' | 'mouse';

export const everywhereKeys: readonly Binding<
  ViewAction | TerminalAction | 'leave' | 'interrupt'
>[] = [
  {
    place: 'everywhere',
    keys: paneNames.map((pane) => String(paneNumber(pane))),
    action: 'focus-number',
    byKey: true,
    does: 'focus the pane with this number',
  },
  bind('everywhere', 'tab', 'focus-next', 'focus the next pane'),
  bind('everywhere', 'shift+tab', 'focus-previous', 'focus the pane before'),
  bind('everywhere', 'escape', 'back', 'back'),
  bind('everywhere', ':', 'command', 'a command', 'command'),
  bind('everywhere', 'ctrl+p', 'palette', 'all commands in a list'),
  bind('everywhere', 'T', 'theme', 'next theme: dark, light, mono, high contrast'),
  bind('everywhere', 'F', 'frame-time', 'frame time in the footer'),
  bind('everywhere', 'M', 'mouse', 'mouse on or off; off, text is selected'),
  bind('everywhere', 'ctrl+z', 'suspend', 'back to the shell; fg comes back here'),
  bind('everywhere', 'ctrl+l', 'redraw', 'draw the screen again'),
  bind('everywhere', 'q', 'leave', 'leave: asks while a run lives', 'leave'),
  bind('everywhere', 'z', 'zoom', 'zoom the focused pane, and back', 'zoom'),
  bind('everywhere', 'ctrl+c', 'interrupt', 'stop: asks how · twice: stop now'),
];
