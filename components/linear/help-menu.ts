import { commandCatalogue } from '../../src/engine/commands/command-catalogue.ts';
import { inquiries } from './inquiries.ts';
import { Menu } from './menu.ts';
import { paceWords } from './pace.ts';
import { spoken } from './spoken.ts';
import type { Voice } from './talk.ts';

interface Entry {
  readonly word: string;
  readonly usage: string;
  readonly says: string;
}

/** Words that change what the painted console shows, or that are asked for in words. */
const ofPicture: ReadonlySet<string> = new Set(['theme', 'help', 'work']);

/** All that can be typed while a run lives, in the order of the help. */
export const helpEntries: readonly Entry[] = [
  ...inquiries,
  ...paceWords,
  ...commandCatalogue.filter(({ word }) => !ofPicture.has(word)),
];

/** Every word as a numbered list: a number picks one, and says what it takes where it takes something. */
export function helpMenu(voice: Voice, type: (line: string) => void): Menu {
  return new Menu(
    ['An empty line says how the run stands. These can be typed; a number picks one.'],
    helpEntries.map(({ word, usage, says }) => ({
      word: `${word} ${usage}`.trim(),
      says,
      pick: () => {
        if (usage === '') type(word);
        else voice.say([`${word} takes ${spoken(usage)}.`]);
      },
    })),
  );
}
