import type { ConsoleState } from '../console-state.ts';
import { footerKeys, labelOf } from '../keys/keymap.ts';
import { placesOf } from '../keys/place.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { wrapWithin } from '../parts/wrap.ts';
import { candidateRow, inputLine } from '../prompt/input-rows.ts';
import type { FooterKey } from '../scene.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { oneLine } from '../terminal/sanitize.ts';
import type { AskedLine } from './asked-line.ts';
import type { LaunchDialog } from './launch-state.ts';
import { type Line, pressable, titleRule } from './line.ts';
import { workChoices } from './work-rows.ts';

const mostLinesSaid = 3;

/** The lowest rows: a line that is typed, a question, or what was told and the keys of the moment. */
export function footLines(state: ConsoleState, width: number): Line[] {
  const { launch, notice } = state;
  const { asked, dialog } = launch;
  if (asked !== null && asked.field === null) return askedLines(asked, width);
  if (dialog !== null) return dialogLines(dialog, state, width);
  const keys = keyLine(state, width);
  if (notice === null) return [keys];
  const tone = notice.kind === 'refused' ? Tone.warn : Tone.fg;
  return [[[` ${oneLine(notice.text)}`, tone]], keys];
}

function askedLines(asked: AskedLine, width: number): Line[] {
  const { title, line, says, busy } = asked;
  const lead = ` ${title} `;
  const input: Line = [
    [lead, Tone.accent],
    ...inputLine(line, {
      sign: '›',
      behind: busy ? ['…', Tone.accent] : null,
      columns: Math.max(8, width - displayWidth(lead)),
    }),
  ];
  if (says !== null)
    return [
      ...wrapWithin(oneLine(says.text), width - 2, mostLinesSaid).map(
        (text): Line => [[` ${text}`, says.ok ? Tone.dim : Tone.warn]],
      ),
      input,
    ];
  const row = candidateRow(asked, width - 2);
  return row.length === 0 ? [input] : [row, input];
}

function dialogLines(dialog: LaunchDialog, { launch }: ConsoleState, width: number): Line[] {
  const rule = (title: string) => titleRule(oneLine(title), width, { style: Tone.accent });
  switch (dialog.kind) {
    case 'work':
      return [rule('work'), ...workChoices(dialog, launch.work).map(keysLine)];
    case 'launch':
      return [rule(dialog.title), ...words(dialog.words, width), yes('launch'), no()];
    case 'remove': {
      const [, custom] = /^custom:(.*)$/.exec(dialog.entry) ?? [];
      const what =
        custom === undefined ? `preset ${dialog.entry}` : `what you changed of ${custom}`;
      const says =
        custom === undefined ? 'It is gone from your settings.' : 'The preset itself stays.';
      return [rule(`Delete ${what}?`), ...words(says, width), yes('delete'), no()];
    }
  }
}

function words(text: string, width: number): Line[] {
  return wrapWithin(oneLine(text), width - 4, mostLinesSaid).map(
    (line): Line => [[`  ${line}`, Tone.fg]],
  );
}

function yes(word: string): Line {
  return keysLine([
    [`  ${(labelOf('launch-question', 'launch-yes') ?? '').padEnd(6)}`, Tone.accent],
    [word, Attribute.bold],
  ]);
}

function no(): Line {
  return keysLine([
    [`  ${(labelOf('launch-question', 'launch-no') ?? '').padEnd(6)}`, Tone.accent],
    ['no', Attribute.bold],
  ]);
}

/** The keys that fit, the first ones first; the last leads to all the others, and has its place. */
function keyLine(state: ConsoleState, width: number): Line {
  const keys = [...footerKeys(placesOf(state), false)];
  const help = keys.pop();
  if (help === undefined) return [];
  const takes = ({ keys, does }: FooterKey) => displayWidth(keys) + displayWidth(does) + 3;
  const kept: FooterKey[] = [];
  let left = width - 1 - takes(help);
  for (const key of keys) {
    left -= takes(key);
    if (left < 0) break;
    kept.push(key);
  }
  return keysLine(
    [...kept, help].flatMap(({ keys, does }): Segment[] => [
      [` ${keys}`, Tone.accent],
      [` ${does} `, Tone.dim],
    ]),
  );
}

function keysLine(line: Line): Line {
  return pressable(line, { kind: 'keys' });
}
