import { type Binding, bind } from './binding.ts';

export type LaunchAction = 'launch' | 'preset-above' | 'preset-below' | 'canary';

export const launchKeys: readonly Binding<LaunchAction>[] = [
  bind('launch', 'enter', 'launch', 'launch the selected preset', 'launch'),
  bind('launch', ['up', 'k'], 'preset-above', 'the preset above', 'up'),
  bind('launch', ['down', 'j'], 'preset-below', 'the preset below', 'down'),
  bind('launch', 'y', 'canary', 'canary on or off: five tasks, then a pause', 'canary'),
];
