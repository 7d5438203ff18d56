import type { LaunchEstimate, Span } from '../launch-choices.ts';
import { Attribute, Tone } from '../painter/style.ts';
import { coarseSeconds, money } from '../parts/format.ts';
import { wrapWithin } from '../parts/wrap.ts';
import { oneLine } from '../terminal/sanitize.ts';
import type { LaunchState } from './launch-state.ts';
import { flowed, type Line } from './line.ts';

const mostLinesOfAProblem = 3;

/** Why a launch cannot be, what it would take and what would hold it, and what is to be known before. */
export function beforeLines(state: LaunchState, width: number): Line[] {
  const { look, canary, error } = state;
  const lines: Line[] = [];
  const said = error ?? look?.problem ?? null;
  const estimate = look?.estimate ?? null;
  // First, so that it is seen where there is room for little else.
  if (said !== null)
    lines.push(...sentence(said, error === null ? Tone.warn : Tone.bad | Attribute.bold, width));
  if (estimate !== null) lines.push(...estimateLines(estimate, sourceOf(state), width));
  else if (said === null) lines.push([[' working it out', Tone.dim]]);
  for (const hint of look?.hints ?? []) lines.push(...sentence(hint, Tone.warn, width));
  if (canary)
    lines.push([
      [' canary ', Tone.accent],
      ['the first 5 tasks, then a pause to look at what they gave', Tone.fg],
    ]);
  return lines;
}

function sentence(text: string, style: number, width: number): Line[] {
  return wrapWithin(oneLine(text), width - 2, mostLinesOfAProblem).map(
    (line): Line => [[` ${line}`, style]],
  );
}

/** What the tasks are of, where that is not the file that was chosen: `120 workflows`. */
function sourceOf({ work, look }: LaunchState): string | null {
  const source = look?.work?.source;
  if (source === undefined || work.kind !== 'file' || work.file.endsWith(source)) return null;
  return oneLine(source);
}

function estimateLines(estimate: LaunchEstimate, source: string | null, width: number): Line[] {
  const { taskWords, inputTokens, outputTokens, seconds, heldBy, counted, countedBy } = estimate;
  const parts: Line[] = [
    [
      [taskWords, Tone.fg],
      [source === null ? '' : ` from ${source}`, Tone.dim],
    ],
    [
      [about(inputTokens.expected), Tone.fg],
      [` tokens in${countedBy === '' ? '' : ` (${oneLine(countedBy)})`}, `, Tone.dim],
      [about(outputTokens.expected), Tone.fg],
      [counted ? ' out' : ' out, still counting', Tone.dim],
    ],
    costPart(estimate),
    [
      [timeWords(seconds), Tone.fg],
      [' at best', Tone.dim],
    ],
  ];
  return [
    ...flowed(parts, width - 1),
    [
      [' will be held by ', Tone.dim],
      [oneLine(heldBy), Tone.fg],
    ],
  ];
}

/** `$0.41 to $1.90, likely ~$0.92`; what nobody is paid for says so. */
export function costPart({ costNanoUsd, pricing, billed, unpriced }: LaunchEstimate): Line {
  if (costNanoUsd === null)
    return pricing
      ? [['its price is being looked up', Tone.dim]]
      : [
          ['cost unknown', Tone.warn],
          [`: no price for ${oneLine(unpriced.join(', '))}`, Tone.dim],
        ];
  const { low, expected, high } = costNanoUsd;
  if (expected === 0) return [['costs nothing', Tone.fg]];
  if (!billed)
    return [
      ['costs nothing', Tone.fg],
      [`, ~${money(expected)} if it were real`, Tone.dim],
    ];
  return [
    [`${money(low)} to ${money(high)}`, Tone.fg],
    [', likely ', Tone.dim],
    [`~${money(expected)}`, Tone.fg],
  ];
}

/** A guess in two or three digits: `~4.6k`, `~1.1M`. */
function about(tokens: number): string {
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, tokens))) - 1);
  return `~${compact(Math.round(tokens / digits) * digits)}`;
}

function compact(value: number): string {
  if (value >= 1_000_000) return `${value / 1_000_000}M`;
  return value >= 1_000 ? `${value / 1_000}k` : String(value);
}

function timeWords({ low, high }: Span): string {
  const [from, to] = [low, high].map((value) => coarseSeconds(Math.max(1, value) * 1000));
  return from === to ? `~${from}` : `${from} to ${to}`;
}
