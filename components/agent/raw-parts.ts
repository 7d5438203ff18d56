import type { OutputHead, RawCall, ReplyHead } from '../../src/state/raw-call.ts';
import type { TaskRecord } from '../../src/state/task-record.ts';
import { Tone } from '../painter/style.ts';
import { count } from '../parts/format.ts';
import { requestCommand } from './request-command.ts';

export interface RawPart {
  readonly name: string;
  /** Said beside its name. */
  readonly words: string;
  readonly text: string;
  readonly style: number;
  /** It is no prose: rows end where they are full. */
  readonly wire: boolean;
}

/**
 * The request of a call as a command, and of its reply what is known: nothing is made up, and what was
 * not kept is said to be so.
 *
 * @param partial the text that has arrived of the answer; null where nothing is under way
 */
export function rawParts(
  record: TaskRecord,
  raw: RawCall | null,
  partial: string | null,
): RawPart[] {
  if (raw === null) {
    const text = 'No call has been made for this task yet.';
    return [{ name: 'request', words: '', text, style: Tone.dim, wire: false }];
  }
  const words = raw.asSent
    ? `of attempt ${raw.attempt}, as it was sent`
    : `of attempt ${raw.attempt}, made anew from the record: what limits the answer may have been another`;
  return [
    { name: 'request', words, text: requestCommand(raw.request), style: Tone.fg, wire: true },
    ...replyParts(record, raw, partial),
  ];
}

function replyParts(record: TaskRecord, raw: RawCall, partial: string | null): RawPart[] {
  const { head, body, live } = raw;
  if (head === null) {
    if (live && raw.asSent)
      return [{ name: 'reply', words: 'has not begun yet', text: '', style: Tone.fg, wire: false }];
    return [
      {
        name: 'reply',
        words: 'not kept',
        text: keptWords(record, raw),
        style: Tone.dim,
        wire: false,
      },
    ];
  }
  const out: RawPart[] = [
    {
      name: 'reply',
      words: live ? 'arriving' : 'ended',
      text: headText(head),
      style: Tone.fg,
      wire: true,
    },
  ];
  if (body === null) return out;
  if (!body.fromStart && partial !== null)
    out.push({
      name: 'text so far',
      words: 'of all that came; its first bytes were not kept',
      text: partial,
      style: Tone.fg,
      wire: false,
    });
  out.push({
    name: 'body',
    words: bodyWords(body.fromStart, body.cut),
    text: body.text,
    style: Tone.fg,
    wire: true,
  });
  return out;
}

function bodyWords(fromStart: boolean, cut: boolean): string {
  const from = fromStart ? 'whole, as it came' : 'from where you looked on';
  return cut ? `${from}; what came after this was not kept` : from;
}

function headText(head: ReplyHead | OutputHead): string {
  if ('pid' in head) return `process ${head.pid}, standard output`;
  const { status, headers } = head;
  const lines = [`HTTP ${status}`];
  for (const [name, value] of Object.entries(headers))
    for (const each of Array.isArray(value) ? value : [value ?? '']) lines.push(`${name}: ${each}`);
  return lines.join('\n');
}

/** What the record holds of a call whose reply nobody looked at. */
function keptWords({ attempts, finishReason }: TaskRecord, { request }: RawCall): string {
  const last = attempts.at(-1);
  const lines = [
    'command' in request
      ? 'What a program writes is kept only while somebody looks at its call.'
      : 'Status line, headers and bytes of a reply are kept only while somebody looks at its call.',
    'The record holds:',
  ];
  if (last?.usage) {
    const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, estimated } = last.usage;
    const input = inputTokens + cacheReadTokens + cacheWriteTokens;
    const as = estimated ? 'counted here' : 'as reported';
    lines.push(`  tokens         ${count(input)} in, ${count(outputTokens)} out (${as})`);
  }
  if (finishReason !== null && last?.outcome === 'done')
    lines.push(`  finish reason  ${finishReason}`);
  if (last?.error) {
    const { class: failureClass, status, message } = last.error;
    if (status !== null) lines.push(`  status         ${status}`);
    lines.push(`  error          ${[failureClass, message].filter(Boolean).join(': ')}`);
  }
  if (lines.length === 2) lines.push('  nothing of this call but its times');
  return lines.join('\n');
}
