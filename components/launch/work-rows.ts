import { labelOf } from '../keys/keymap.ts';
import type { WorkAction } from '../keys/launch-keys.ts';
import type { WorkWish } from '../launch-choices.ts';
import { Attribute, Tone } from '../painter/style.ts';
import { count, plural, unknownMark } from '../parts/format.ts';
import { oneLine } from '../terminal/sanitize.ts';
import type { LaunchDialog, LaunchState } from './launch-state.ts';
import { type Line, padded } from './line.ts';

/** The work in one line: `prompts  ./prompts.jsonl   2,000`. */
export function workLine({ work, look }: LaunchState, width: number): Line {
  const [kind, what] = workWords(work);
  const tasks = look?.work?.tasks;
  const figure = tasks === undefined ? unknownMark : count(tasks);
  const room = Math.max(6, width - kind.length - figure.length - 6);
  return [
    [` ${kind}  `, Tone.dim],
    [padded(what, room), Tone.fg],
    [`  ${figure}`, Tone.fg],
  ];
}

/** What kind of work it is, and which. */
export function workWords(work: WorkWish): readonly [kind: string, what: string] {
  switch (work.kind) {
    case 'demonstration':
      return ['demonstration', '20 an agent'];
    case 'file':
      return ['file', oneLine(work.file) + times(work.repeat)];
    case 'text':
      return ['prompt', `"${oneLine(work.text)}"${times(work.repeat)}`];
    case 'run':
      return ['as in run', oneLine(work.name)];
  }
}

function times(repeat: number): string {
  return repeat === 1 ? '' : ` × ${count(repeat)}`;
}

type WorkDialog = Extract<LaunchDialog, { kind: 'work' }>;

/** Which work there is to choose from. */
export function workChoices({ last }: WorkDialog, work: WorkWish): Line[] {
  const choice = (action: WorkAction | 'launch-no' | null, word: string, says: string): Line => [
    [`  ${(action === null ? '' : (labelOf('work', action) ?? '')).padEnd(5)}`, Tone.accent],
    [word.padEnd(10), Attribute.bold],
    [says, Tone.dim],
  ];
  const repeats = work.kind === 'file' || work.kind === 'text';
  return [
    choice('work-file', 'file', 'prompts as text (one a line), JSONL or CSV; or a spec as YAML'),
    choice('work-text', 'type', 'one prompt, as often as you say'),
    choice('work-last', 'last run', last === null ? 'there is none yet' : oneLine(last.words)),
    choice('work-demonstration', 'demo', '20 prompts an agent of our own, on the simulator'),
    repeats
      ? choice('work-repeat', 'repeat', `each prompt ${plural(work.repeat, 'time')} now`)
      : choice(null, '', ''),
    choice('launch-no', 'keep', workWords(work).join(' ')),
  ];
}
