import { argumentsLine } from '../../src/state/tool-arguments.ts';
import type { ToolCallRecord } from '../../src/state/tool-call-record.ts';
import { toolFailureWords } from '../../src/state/turn-words.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { columnTime, count, duration, plural } from '../parts/format.ts';
import { oneLine } from '../terminal/sanitize.ts';

const gap: Segment = ['  ', Tone.dim];
const longestLine = 1_000;

/** When a call of a tool is looked at. */
export interface LookedAt {
  /** Run time now, ms. */
  readonly t: number;
  /** What has not ended goes on; else it never ran, or was lost with its process. */
  readonly live: boolean;
}

/** `◆ http_get {"url":"…"}`: what was called, with a mark of how that went. */
export function toolHeading(call: ToolCallRecord, at: LookedAt): Segment[] {
  const [mark, style] = markOf(call, at);
  return [
    [` ${mark} `, style],
    [oneLine(call.tool), Tone.tool | Attribute.bold],
    [` ${lineOf(call)}`, Tone.fg],
  ];
}

/** The arguments of each call in a line: made once, and not with every frame. */
const lines = new WeakMap<ToolCallRecord, string>();

function lineOf(call: ToolCallRecord): string {
  const known = lines.get(call);
  if (known !== undefined) return known;
  // More of them than this no row can hold.
  const line = argumentsLine(call.arguments).slice(0, longestLine);
  lines.set(call, line);
  return line;
}

/** `ok  1,204 bytes  0.30s`, `timeout  30s`, `runs 4.0s`, `asks 12s`. */
export function toolFigures(call: ToolCallRecord, { t, live }: LookedAt): Segment[] {
  const { end, startedT, askedT, answer } = call;
  if (end === null) {
    if (!live) return startedT === null ? [['did not run', Tone.dim]] : [['lost', Tone.warn]];
    if (startedT !== null)
      return [
        ['runs ', Tone.tool],
        [columnTime(t - startedT), Tone.fg],
      ];
    if (askedT !== null && answer === null)
      return [
        ['asks ', Tone.warn | Attribute.bold],
        [columnTime(t - askedT), Tone.fg],
      ];
    return [['waits its turn', Tone.dim]];
  }
  const { failure, durationMs, bytes } = end;
  const took: Segment[] = durationMs > 0 ? [gap, [duration(durationMs), Tone.fg]] : [];
  if (failure === null) return [['ok', Tone.ok], gap, [plural(bytes, 'byte'), Tone.dim], ...took];
  return [[failureWords(failure, call), failureStyle(failure)], ...took];
}

/** What was said of it before it ran, or did not: `allowed by mo after 4.2s`; empty where nobody was asked. */
export function answerWords({ askedT, answer }: ToolCallRecord): string {
  if (askedT === null) return '';
  if (answer === null) return 'asks for your word';
  const word = answer.allowed ? 'allowed' : 'refused';
  return `${word} by ${oneLine(answer.by)} after ${duration(answer.t - askedT)}`;
}

/** How much of a result there is beyond what the model was told. */
export function resultWords({ end }: ToolCallRecord): string {
  if (end === null) return '';
  if (end.failure !== null) return 'the model was told';
  const told = Buffer.byteLength(end.text);
  return end.bytes > told ? `the model was told this of ${count(end.bytes)} bytes` : '';
}

function failureWords(failure: string, { answer }: ToolCallRecord): string {
  if (failure === 'refused' && answer !== null) return `refused by ${oneLine(answer.by)}`;
  return oneLine(toolFailureWords(failure));
}

function markOf({ end, startedT, askedT, answer }: ToolCallRecord, { live }: LookedAt): Segment {
  if (end !== null) {
    if (end.failure === null) return ['◆', Tone.tool];
    return [isDoing(end.failure) ? '–' : '✗', failureStyle(end.failure)];
  }
  if (!live) return startedT === null ? ['–', Tone.dim] : ['✗', Tone.warn];
  if (startedT !== null) return ['…', Tone.tool];
  return askedT !== null && answer === null ? ['?', Tone.warn | Attribute.bold] : ['∙', Tone.dim];
}

function failureStyle(failure: string): number {
  return isDoing(failure) ? Tone.dim : Tone.bad;
}

/** It is what a person has done, or a limit of the task, and no fault of the tool. */
function isDoing(failure: string): boolean {
  return failure === 'refused' || failure === 'cancelled';
}
