import { type Binding, bind } from './binding.ts';

/** What is done at the launch screen. */
export type LaunchAction =
  | 'launch'
  | 'preset-above'
  | 'preset-below'
  | 'preset-first'
  | 'preset-last'
  | 'preset-page-up'
  | 'preset-page-down'
  | 'settings'
  | 'work'
  | 'canary'
  | 'launch-yes'
  | 'launch-no'
  | PresetAction
  | RouteAction
  | SettingsAction
  | WorkAction
  | AskedAction;

/** What is done with presets. */
export type PresetAction = 'preset-save' | 'preset-rename' | 'preset-remove' | 'preset-export';

/** What is done with the ways to models. */
export type RouteAction = 'route-next' | 'routes-again' | 'pull';

/** What is done in the form of all settings. */
export type SettingsAction =
  | 'setting-above'
  | 'setting-below'
  | 'setting-first'
  | 'setting-last'
  | 'setting-page-up'
  | 'setting-page-down'
  | 'setting-edit'
  | 'setting-next'
  | 'setting-previous'
  | 'setting-back'
  | 'settings-leave';

/** Which work is chosen. */
export type WorkAction =
  | 'work-file'
  | 'work-text'
  | 'work-last'
  | 'work-demonstration'
  | 'work-repeat';

/** What a line that is asked for does with a key. */
export type AskedAction = 'asked-done' | 'asked-leave' | 'asked-complete' | 'asked-complete-back';

export const launchKeys: readonly Binding<LaunchAction>[] = [
  bind('launch', 'enter', 'launch', 'launch what is selected', 'launch'),
  bind('launch', ['up', 'k'], 'preset-above', 'the preset above'),
  bind('launch', ['down', 'j'], 'preset-below', 'the preset below'),
  bind('launch', ['g', 'home'], 'preset-first', 'the first preset'),
  bind('launch', ['G', 'end'], 'preset-last', 'the last preset'),
  bind('launch', 'pageup', 'preset-page-up', 'ten presets up'),
  bind('launch', 'pagedown', 'preset-page-down', 'ten presets down'),
  bind('launch', 'e', 'settings', 'edit its settings: what is changed is custom', 'edit'),
  bind('launch', 'w', 'work', 'which work: a file, a prompt, the last run', 'workload'),
  bind('launch', 's', 'preset-save', 'save it as a preset: asks the name', 'save'),
  bind('launch', 'y', 'canary', 'canary on or off: five tasks, then a pause', 'canary'),
  bind('launch', 'o', 'route-next', 'another route: the next one that is ready', 'route'),
  bind('launch', 'R', 'preset-rename', 'rename a preset of yours'),
  bind('launch', 'D', 'preset-remove', 'delete a preset of yours: asks'),
  bind('launch', 'x', 'preset-export', 'export it to a file: asks its name'),
  bind('launch', 'r', 'routes-again', 'look at the routes again'),
  bind('launch', 'P', 'pull', 'fetch a model for the Ollama, or stop that'),

  bind('settings', 'enter', 'setting-edit', 'edit the setting, or go round', 'edit'),
  bind('settings', ['up', 'k'], 'setting-above', 'the setting above'),
  bind('settings', ['down', 'j'], 'setting-below', 'the setting below'),
  bind('settings', 'tab', 'setting-below', 'the next setting'),
  bind('settings', 'shift+tab', 'setting-above', 'the setting before'),
  bind('settings', ['g', 'home'], 'setting-first', 'the first setting'),
  bind('settings', ['G', 'end'], 'setting-last', 'the last setting'),
  bind('settings', 'pageup', 'setting-page-up', 'ten settings up'),
  bind('settings', 'pagedown', 'setting-page-down', 'ten settings down'),
  bind('settings', ['right', 'l'], 'setting-next', 'the next choice', 'choice'),
  bind('settings', ['left', 'h'], 'setting-previous', 'the choice before'),
  bind('settings', ['d', 'backspace'], 'setting-back', 'back to what the preset says', 'preset'),
  bind('settings', 's', 'preset-save', 'save all of it as a preset', 'save'),
  bind('settings', 'escape', 'settings-leave', 'back to the presets', 'back'),

  bind('work', 'f', 'work-file', 'a file of prompts, or a spec'),
  bind('work', 't', 'work-text', 'a prompt that is typed'),
  bind('work', 'l', 'work-last', 'what the last run was asked'),
  bind('work', 'd', 'work-demonstration', 'the demonstration'),
  bind('work', 'r', 'work-repeat', 'how often each prompt'),
  bind('work', 'escape', 'launch-no', 'keep the work as it is'),

  bind('launch-question', ['enter', 'y'], 'launch-yes', 'do it'),
  bind('launch-question', ['escape', 'n'], 'launch-no', 'leave it'),

  bind('asked', 'enter', 'asked-done', 'take what is typed', 'keep'),
  bind('asked', 'escape', 'asked-leave', 'leave the line', 'leave'),
  bind('asked', 'tab', 'asked-complete', 'complete, and then try one after the other'),
  bind('asked', 'shift+tab', 'asked-complete-back', 'the one before'),
];
