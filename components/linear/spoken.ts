import { duration } from '../parts/format.ts';
import { oneLine } from '../terminal/sanitize.ts';

/** Signs that panes are written with, and what is said for them. */
const signs: readonly (readonly [sign: RegExp, words: string])[] = [
  [/(?<=\d\w*)\s?–\s?(?=\d)/g, ' to '],
  [/(?<=^|\s)–(?=$|[\s,.])/g, 'unknown'],
  [/ · /g, ', '],
  [/ ?→ ?/g, ' to '],
  [/ ?≤ ?/g, ' at most '],
  [/~ ?\+/g, 'about +'],
  [/~ ?/g, 'about '],
  [/ ?× ?/g, ' times '],
  [/\/min\b/g, ' a minute'],
  [/(?<=\d|calls|tokens|requests)\/s\b/g, ' a second'],
  [/ \| /g, ' or '],
  [/ …/g, ' and so on'],
  [/`/g, ''],
];

/** Keys that sentences of a run's state name, and what is typed here in their place. */
const keys: readonly (readonly [key: RegExp, words: string])[] = [
  [/\bp goes on\b/g, 'resume goes on'],
  [/\braise it with b\b/g, 'budget raises it'],
  [/\bD shows what waits for what\b/g, 'work shows what waits for what'],
  [/\bD lets them go on\b/g, 'resume lets them go on'],
  [/(?<=^|[\s,])\+ raises it\b/g, 'a higher concurrency raises it'],
];

/** A length of time as panes write it, where it is no part of a name. */
const time =
  /(?<![\w./:-])(?:(\d+)d(\d\d)h|(\d+)h(\d\d)m|(\d+)m(\d\d)s|(\d+(?:\.\d+)?)s|(\d+)ms|(\d+) ms|(\d+(?:\.\d+)?) s)(?![\w/-])/g;
const units = [
  'day',
  'hour',
  'hour',
  'minute',
  'minute',
  'second',
  'second',
  'millisecond',
  'millisecond',
  'second',
];

/**
 * A text of a pane as it is read aloud: signs and short units become words, since a speech
 * synthesizer spells or swallows them. Nothing but one safe line comes out.
 */
export function spoken(text: string): string {
  let out = oneLine(text);
  for (const [sign, words] of signs) out = out.replace(sign, words);
  for (const [key, words] of keys) out = out.replace(key, words);
  return out.replace(time, (_, ...found: unknown[]) => unitWords(found)).trim();
}

/** The same as a sentence, with a full stop, and with a capital where it begins with no name. */
export function sentence(text: string): string {
  const said = spoken(text);
  if (said === '') return '';
  const end = /[.?!:]$/.test(said) ? '' : '.';
  const word = /^[a-z]+(?=$|[\s,.:;])/.test(said);
  return (word ? said[0].toUpperCase() + said.slice(1) : said) + end;
}

/** `1 minute 42 seconds`, `3.2 seconds`, `41 milliseconds`; `an unknown time` for null. */
export function timeWords(ms: number | null): string {
  return ms === null || !Number.isFinite(ms) ? 'an unknown time' : spoken(duration(ms));
}

/** Parts of a sentence: those that are empty are left out. */
export function listed(parts: readonly string[], between = ', '): string {
  return parts.filter((part) => part !== '').join(between);
}

function unitWords(found: readonly unknown[]): string {
  const out: string[] = [];
  for (const [index, unit] of units.entries()) {
    const digits = found[index];
    if (typeof digits !== 'string') continue;
    const value = Number(digits);
    // Of two units the smaller one says nothing where it is nought.
    if (value === 0 && out.length > 0) continue;
    out.push(`${value} ${unit}${value === 1 ? '' : 's'}`);
  }
  return out.join(' ');
}
