import type { LaunchPreview, PresetSummary } from '../launch-choices.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { count, plural, unknownMark } from '../parts/format.ts';
import { wrapWords } from '../parts/wrap.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { oneLine } from '../terminal/sanitize.ts';

export type Line = readonly Segment[];

/** A line of the list: name, agents, provider. */
export function presetLine(preset: PresetSummary, selected: boolean, width: number): Line {
  const name = oneLine(preset.name);
  const agents = count(preset.figures.agents);
  const provider = preset.provider === null ? '' : ` · ${oneLine(preset.provider)}`;
  const nameWidth = 19;
  const words = `${agents.padStart(5)}${provider}`;
  const style = selected ? Tone.select : Tone.fg;
  return [
    [selected ? ' › ' : '   ', selected ? Tone.accent : Tone.fg],
    [pad(name, nameWidth), style],
    [pad(words, Math.max(0, width - nameWidth - 3)), selected ? Tone.select : Tone.dim],
  ];
}

/**
 * The part of the list that fits, the selected one in it; built-in presets first, then the
 * operator's own under a title.
 */
export function presetLines(
  presets: readonly PresetSummary[],
  selected: number,
  width: number,
  rows: number,
): Line[] {
  const all: { readonly line: Line; readonly index: number }[] = [];
  let own = false;
  presets.forEach((preset, index) => {
    if (preset.own && !own) all.push({ line: [['   yours', Tone.dim]], index: -1 });
    own ||= preset.own;
    all.push({ line: presetLine(preset, index === selected, width), index });
  });
  if (all.length <= rows) return all.map(({ line }) => line);
  const room = Math.max(1, rows - 1);
  const at = all.findIndex(({ index }) => index === selected);
  const from = Math.max(0, Math.min(at - Math.floor(room / 2), all.length - room));
  const shown = all.slice(from, from + room).map(({ line }) => line);
  const above = from > 0 ? `${from} above` : '';
  const below = all.length - from - room;
  const words = [above, below > 0 ? `${below} more` : ''].filter((part) => part !== '').join(' · ');
  return [...shown, [[`   … ${words}`, Tone.dim]]];
}

/** What a preset means, in words and figures with their units. */
export function detailLines(preset: PresetSummary, width: number): Line[] {
  const { figures } = preset;
  const { limits, retry, breaker, timeouts, budget } = figures;
  const per = (value: number | null) => (value === null ? unknownMark : count(value));
  const seconds = (value: number | null) => (value === null ? unknownMark : `${count(value)}s`);
  const out: Line[] = wrapWords(oneLine(preset.means), width - 1).map(
    (line): Line => [[` ${line}`, Tone.fg]],
  );
  const pairs: (readonly [string, string, string, string])[] = [
    ['agents', count(figures.agents), 'concurrency', concurrencyWords(figures.concurrency)],
    ['pool', count(figures.pool), 'batch', count(figures.batch)],
    ['requests/min', per(limits.requestsPerMinute), 'tokens/min', per(limits.tokensPerMinute)],
    [
      'retries',
      count(retry.retries),
      'breaker',
      `${count(breaker.failures)} / ${seconds(breaker.recoverySeconds)}`,
    ],
    [
      'connect',
      seconds(timeouts.connectSeconds),
      'first token',
      seconds(timeouts.firstTokenSeconds),
    ],
    ['idle', seconds(timeouts.idleSeconds), 'call in all', seconds(timeouts.totalSeconds)],
    ['budget', budget.usd === null ? unknownMark : `$${budget.usd.toFixed(2)}`, '', ''],
  ];
  out.push([]);
  for (const [label, value, second, other] of pairs)
    out.push([
      [` ${label.padEnd(13)}`, Tone.dim],
      [value.padStart(7), Tone.fg],
      [`   ${second.padEnd(12)}`, Tone.dim],
      [other.padStart(9), Tone.fg],
    ]);
  return out;
}

/** What a launch would do, and why it cannot where it cannot. */
export function previewLines(
  preview: LaunchPreview,
  error: string | null,
  canary: boolean,
): Line[] {
  const { route, workload, problem, estimate } = preview;
  const out: Line[] = [
    [
      [' route     ', Tone.dim],
      [oneLine(route.name), Tone.fg],
      ['  ', Tone.dim],
      [oneLine(route.detail), route.ready ? Tone.ok : Tone.warn],
    ],
    [
      [' workload  ', Tone.dim],
      [oneLine(workload.source), Tone.fg],
      ['  ', Tone.dim],
      [plural(workload.tasks, 'task'), Tone.fg],
    ],
  ];
  for (const line of estimate)
    out.push([
      [' estimate  ', Tone.dim],
      [oneLine(line), Tone.fg],
    ]);
  if (canary)
    out.push([
      [' canary    ', Tone.dim],
      ['the first 5 tasks, then a pause to look at what they gave', Tone.fg],
    ]);
  const said = error ?? problem;
  if (said !== null)
    out.push([[` ${oneLine(said)}`, error === null ? Tone.warn : Tone.bad | Attribute.bold]]);
  return out;
}

function concurrencyWords({ min, max, auto }: PresetSummary['figures']['concurrency']): string {
  if (min === max) return count(max);
  return `${count(min)}–${count(max)}${auto ? ' auto' : ''}`;
}

function pad(text: string, width: number): string {
  const missing = width - displayWidth(text);
  if (missing >= 0) return text + ' '.repeat(missing);
  return `${text.slice(0, Math.max(0, width - 2))}… `;
}
