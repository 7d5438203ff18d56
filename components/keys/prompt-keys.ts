import { type Binding, bind } from './binding.ts';

/** What the command line does with a key; it takes them itself. */
export type PromptAction =
  | 'prompt-run'
  | 'prompt-leave'
  | 'prompt-complete'
  | 'prompt-complete-back'
  | 'prompt-older'
  | 'prompt-newer';

export const promptKeys: readonly Binding<PromptAction>[] = [
  bind('prompt', 'enter', 'prompt-run', 'run the command'),
  bind('prompt', 'escape', 'prompt-leave', 'leave the command line'),
  bind('prompt', 'tab', 'prompt-complete', 'complete, and then try one after the other'),
  bind('prompt', 'shift+tab', 'prompt-complete-back', 'the one before'),
  bind('prompt', ['up', 'ctrl+p'], 'prompt-older', 'an earlier command that begins like this'),
  bind('prompt', ['down', 'ctrl+n'], 'prompt-newer', 'a later one'),
];
