import type { WorkWish } from '../launch-choices.ts';

/** How many tasks go first where a launch begins with a canary. */
export const canaryTasks = 5;

/** What can be typed before a launch, besides the name of a preset. */
export const launchWords: readonly string[] = [
  'help',
  'list',
  'canary',
  'file',
  'prompt',
  'times',
  'last',
  'demo',
  'set',
  'save',
  'routes',
];

export const launchHelp: readonly string[] = [
  'A number or a name chooses a preset and says what it would do; then Enter launches it.',
  'list: the presets once more.',
  `canary: the first ${canaryTasks} tasks alone, then a pause to hear what they gave; once more takes it back.`,
  'file NAME: the work is a file of prompts, or a spec. prompt TEXT: it is one prompt. times 100: each prompt so often.',
  'last: the work is what the last run was asked. demo: it is the demonstration.',
  'set agents 50: a setting by the path that a spec has it under, as retry.retries or budget.usd.',
  'save NAME: what is chosen and set, as a preset. routes: how the ways to models stand.',
  'q: leave.',
];

/** The work that a word asks for; null where it asks for none. */
export function workOf(word: string, typed: string, now: WorkWish | null): WorkWish | null {
  switch (word) {
    case 'file':
      return typed === '' ? null : { kind: 'file', file: typed, repeat: 1 };
    case 'prompt':
      return typed === '' ? null : { kind: 'text', text: typed, repeat: 1 };
    case 'demo':
      return { kind: 'demonstration' };
    case 'times': {
      const repeat = Number(typed);
      const fits = Number.isInteger(repeat) && repeat > 0;
      return fits && (now?.kind === 'file' || now?.kind === 'text') ? { ...now, repeat } : null;
    }
    default:
      return null;
  }
}
