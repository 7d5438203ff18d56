import type { FieldNow, PresetFigures } from '../launch-choices.ts';
import { Tone } from '../painter/style.ts';
import { count, unknownMark } from '../parts/format.ts';
import { wrapWithin } from '../parts/wrap.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { fieldLabel } from './form-fields.ts';
import { valueWords } from './form-value.ts';
import type { LaunchEntry } from './launch-entries.ts';
import type { LaunchState } from './launch-state.ts';
import { flowed, type Line, paddedLeft } from './line.ts';

const mostMeaning = 3;

/** What a preset means, in words, its figures with their units, and what was changed of it. */
export function detailLines({ preset, changes }: LaunchEntry, launch: LaunchState, width: number) {
  const meaning = wrapWithin(oneLine(preset.means), width - 2, mostMeaning);
  const lines: Line[] = meaning.map((line): Line => [[` ${line}`, Tone.fg]]);
  const figures = launch.look?.figures ?? null;
  if (figures !== null) lines.push([], ...figureLines(figures, width));
  const fields = launch.look?.fields ?? {};
  const changed = Object.keys(changes).map((path) =>
    changedPart(path, changes[path], fields[path]),
  );
  if (changed.length > 0) lines.push([], ...flowed(changed, width));
  return lines;
}

/** `agents 500 → 250`, in the accent colour. */
function changedPart(path: string, value: unknown, field: FieldNow | undefined): Line {
  return [
    [`${fieldLabel(path)} `, Tone.dim],
    [`${valueWords(path, field?.preset)} → ${valueWords(path, value)}`, Tone.accent],
  ];
}

type Pair = readonly [label: string, value: string];

function figureLines(figures: PresetFigures, width: number): Line[] {
  const { limits, retry, breaker, timeouts, budget } = figures;
  const per = (value: number | null) => (value === null ? unknownMark : count(value));
  const pairs: (readonly [Pair, Pair])[] = [
    [
      ['agents', count(figures.agents)],
      ['concurrency', concurrencyWords(figures.concurrency)],
    ],
    [
      ['pool', count(figures.pool)],
      ['batch', count(figures.batch)],
    ],
    [
      ['requests/min', per(limits.requestsPerMinute)],
      ['tokens/min', per(limits.tokensPerMinute)],
    ],
    [
      ['retries', count(retry.retries)],
      ['breaker', `${count(breaker.failures)} / ${seconds(breaker.recoverySeconds)}`],
    ],
  ];
  return [
    ...pairs.map((pair) => pairLine(pair, width)),
    ...longLine('timeouts', timeoutWords(timeouts), width),
    ...longLine('budget', budgetWords(budget), width),
  ];
}

function pairLine([[label, value], [second, other]]: readonly [Pair, Pair], width: number): Line {
  const tight = width < 44;
  return [
    [` ${label.padEnd(tight ? 12 : 13)}`, Tone.dim],
    [paddedLeft(value, tight ? 5 : 6), Tone.fg],
    [`${tight ? '  ' : '    '}${second.padEnd(12)}`, Tone.dim],
    [paddedLeft(other, tight ? 6 : 9), Tone.fg],
  ];
}

function longLine(label: string, parts: readonly string[], width: number): Line[] {
  const lead = 14;
  const wrapped = wrapWithin(parts.join(' · '), Math.max(8, width - lead - 1), 2);
  return wrapped.map(
    (line, index): Line => [
      [index === 0 ? ` ${label.padEnd(lead - 1)}` : ' '.repeat(lead), Tone.dim],
      [line, Tone.fg],
    ],
  );
}

/** `30s connect`, `300s first token and idle`; what has no limit is left out. */
function timeoutWords(timeouts: PresetFigures['timeouts']): string[] {
  const { connectSeconds, firstTokenSeconds, idleSeconds, totalSeconds, taskSeconds } = timeouts;
  const alike = firstTokenSeconds === idleSeconds;
  const parts: [string, number | null][] = [
    ['connect', connectSeconds],
    [alike ? 'first token and idle' : 'first token', firstTokenSeconds],
    ...(alike ? [] : [['idle', idleSeconds] as [string, number | null]]),
    ['a call', totalSeconds],
    ['a task', taskSeconds],
  ];
  const said = parts.filter(([, value]) => value !== null);
  return said.length === 0
    ? [unknownMark]
    : said.map(([what, value]) => `${seconds(value)} ${what}`);
}

function budgetWords({
  usd,
  perAgentUsd,
  perDayUsd,
  perWorkflowUsd = null,
}: PresetFigures['budget']): string[] {
  const dollars = (value: number) => `$${value < 0.1 ? String(value) : value.toFixed(2)}`;
  const said = [
    usd === null ? '' : dollars(usd),
    perAgentUsd === null ? '' : `${dollars(perAgentUsd)} an agent`,
    perWorkflowUsd === null ? '' : `${dollars(perWorkflowUsd)} a workflow`,
    perDayUsd === null ? '' : `${dollars(perDayUsd)} a day`,
  ].filter((part) => part !== '');
  return said.length === 0 ? [unknownMark] : said;
}

export function concurrencyWords({ min, max, auto }: PresetFigures['concurrency']): string {
  if (min === max) return count(max);
  return `${count(min)}–${count(max)}${auto ? ' auto' : ''}`;
}

function seconds(value: number | null): string {
  return value === null ? unknownMark : `${count(value)}s`;
}
