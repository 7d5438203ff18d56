import type { TaskMessage, TaskRecord } from '../../src/state/task-record.ts';
import { argumentsLines } from '../../src/state/tool-arguments.ts';
import type { ToolCallRecord } from '../../src/state/tool-call-record.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import type { TextBlock } from './text-block.ts';
import { answerWords, type LookedAt, resultWords, toolFigures, toolHeading } from './tool-block.ts';
import type { WrappedText } from './wrapped-text.ts';

/** How the turns of a conversation are looked at. */
export interface TurnsLook extends LookedAt {
  /** Whether a call of a tool shows its arguments and its result. */
  readonly unfolded: (key: string) => boolean;
}

/** A text that is kept and broken into rows under a name; `wire` is no prose. */
export type Texts = (name: string, raw: string, wire?: boolean) => WrappedText;

const detailIndent = 5;

/** What an answer of a turn that was not the last was, beside its role. */
export function turnWords({ turn }: TaskMessage, next: TaskMessage | undefined): Segment[] {
  const words: Segment[] = [[`  turn ${turn}`, Tone.dim]];
  if (next?.role === 'user') words.push(['  of no use', Tone.warn]);
  return words;
}

/** The calls of tools that a message wants, a line each, and what there is to them where that is unfolded. */
export function toolBlocks(
  { task, toolCalls }: TaskRecord,
  first: number,
  wanted: number,
  look: TurnsLook,
  texts: Texts,
): TextBlock[] {
  const end = Math.min(first + wanted, toolCalls.length);
  const out: TextBlock[] = [];
  for (let index = first; index < end; index++) {
    const call = toolCalls[index];
    const key = `${task} call ${index}`;
    const unfolded = look.unfolded(key);
    out.push({
      key,
      heading: toolHeading(call, look),
      figures: toolFigures(call, look),
      text: texts(key, ''),
      style: Tone.fg,
      folds: true,
      opens: true,
      tight: unfolded || index < end - 1,
    });
    if (unfolded) out.push(...details(key, call, texts));
  }
  return out;
}

function details(key: string, call: ToolCallRecord, texts: Texts): TextBlock[] {
  const { end } = call;
  const part = (name: string, raw: string, words: string, tight: boolean): TextBlock => ({
    key: `${key} ${name}`,
    heading: [
      ['   ', Tone.dim],
      [name, Tone.dim | Attribute.bold],
      [words === '' ? '' : `  ${words}`, Tone.dim],
    ],
    figures: [],
    text: texts(`${key} ${name}`, raw, true),
    style: Tone.fg,
    folds: false,
    indent: detailIndent,
    tight,
  });
  const args = argumentsLines(call.arguments);
  const out = [part('arguments', args, answerWords(call), end !== null)];
  if (end !== null) out.push(part('result', end.text, resultWords(call), false));
  return out;
}
