import { commandCatalogue } from '../../src/engine/commands/command-catalogue.ts';
import { agentStateNames } from '../../src/state/agent-state.ts';
import type { ConsoleState } from '../console-state.ts';
import { type Filter, isKept } from '../filter/filter.ts';
import { stateLooks } from '../glyphs.ts';
import { helpSections } from '../keys/keymap.ts';
import { type Place, placesOf } from '../keys/place.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { waitingLooks } from '../workload/task-look.ts';

const keysWidth = 12;
/** What the longest line takes, its blank at the left included. */
export const helpLineWidth = 59;
const gap = 2;

export type HelpLine = readonly Segment[];

/** A heading and what stands below it. */
interface Section {
  readonly heading: HelpLine;
  readonly entries: readonly HelpLine[];
}

export interface Help {
  readonly lines: readonly HelpLine[];
  /** Entries that the filter keeps, and all there are. */
  readonly kept: number;
  readonly all: number;
}

/**
 * The help, made of the keymap, the commands and the states of an agent.
 *
 * @param here the places of the screen that it was asked on: they come first, in the accent colour
 */
export function helpOf(
  here: readonly Place[],
  filter: Filter | undefined,
  asciiOnly: boolean,
): Help {
  const keys = helpSections().map(({ place, title, entries }) => ({
    place,
    ...section(
      heading(title, here.includes(place) ? Tone.accent : Tone.fg),
      entries.map((each) => entry(each.keys, each.does)),
    ),
  }));
  const first = here.flatMap((place) => keys.filter((each) => each.place === place));
  const others = keys.filter(({ place }) => !here.includes(place));
  const sections = [...first, signs(asciiOnly), commands(), ...others];
  const kept = sections.map(({ heading: title, entries }) =>
    section(
      title,
      isKept(filter, plain(title))
        ? entries
        : entries.filter((line) => isKept(filter, plain(line))),
    ),
  );
  const count = (of: readonly Section[]) =>
    of.reduce((sum, { entries }) => sum + entries.length, 0);
  return {
    lines: kept
      .filter(({ entries }) => entries.length > 0)
      .flatMap(({ heading: title, entries }) => [title, ...entries, []]),
    kept: count(kept),
    all: count(sections),
  };
}

/** The help as it stands on a screen: in as many columns as fit, from a line on. */
export interface HelpLayout extends Help {
  readonly columns: number;
  readonly rows: number;
  readonly from: number;
  /** The furthest that it can be scrolled. */
  readonly most: number;
}

/** The places of the screen that the help lies over. */
export function placesBelow(state: ConsoleState): readonly Place[] {
  return placesOf({ ...state, overlay: null, filterLine: null });
}

export function helpLayout(state: ConsoleState, asciiOnly: boolean): HelpLayout {
  const help = helpOf(placesBelow(state), state.filters.help, asciiOnly);
  const rows = Math.max(1, state.rows - 2);
  const columns = Math.max(1, Math.floor((state.columns + gap) / (helpLineWidth + gap)));
  const most = Math.max(0, help.lines.length - rows * columns);
  return { ...help, columns, rows, from: Math.min(state.scroll, most), most };
}

function section(title: HelpLine, entries: readonly HelpLine[]): Section {
  return { heading: title, entries };
}

function plain(line: HelpLine): string {
  return line.map(([text]) => text).join('');
}

function heading(title: string, tone: number): HelpLine {
  return [[title, tone | Attribute.bold]];
}

function entry(what: string, means: string): HelpLine {
  return [
    [` ${what.padEnd(keysWidth)}${what.length < keysWidth ? '' : ' '}`, Tone.accent],
    [means, Tone.fg],
  ];
}

function commands(): Section {
  return section(
    heading('commands', Tone.fg),
    commandCatalogue.map(({ word, says }) => entry(word, says)),
  );
}

function signs(asciiOnly: boolean): Section {
  const looks = [
    ...agentStateNames.map((name) => [name, stateLooks[name]] as const),
    ...Object.entries(waitingLooks),
  ];
  const states = looks.map(
    ([name, look]): HelpLine => [
      [' ', Tone.fg],
      [asciiOnly ? look.ascii : look.unicode, look.style],
      [` ${name.padEnd(keysWidth - 1)}`, Tone.fg],
      [look.means, Tone.dim],
    ],
  );
  const figures = [
    ['–', 'is not known'],
    ['~', 'is an estimate'],
    ['→', 'was asked and is not so yet'],
  ];
  const marks = figures.map(
    ([mark, means]): HelpLine => [
      [` ${mark.padEnd(keysWidth)}`, Tone.fg],
      [means, Tone.dim],
    ],
  );
  return section(heading('signs', Tone.fg), [...states, ...marks]);
}
