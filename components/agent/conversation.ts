import type { RawCall } from '../../src/state/raw-call.ts';
import type { AttemptError, TaskRecord } from '../../src/state/task-record.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { plural } from '../parts/format.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { rawParts } from './raw-parts.ts';
import type { TextBlock } from './text-block.ts';
import { type Texts, type TurnsLook, toolBlocks, turnWords } from './turn-blocks.ts';
import { WrappedText } from './wrapped-text.ts';

const roleStyles: Readonly<Record<string, number>> = {
  system: Tone.dim,
  user: Tone.accent,
  assistant: Tone.ok,
  tool: Tone.tool,
};

const madeLater =
  'What it is asked is made of the answers of the tasks that it needs, once these have ended. ' +
  'The work (D) says which they are.';

/** What is said of an answer beside its name: that it streams, or how it ended. */
export interface AnswerState {
  /** What has arrived of it; null where nothing is under way. */
  readonly partial: string | null;
  readonly words: readonly Segment[];
  readonly figures: readonly Segment[];
}

/**
 * The texts of one task as parts to be read. Of the task that is shown each text is broken into rows
 * once; nothing is kept of any other.
 */
export class Conversation {
  private task = -1;
  private readonly texts = new Map<string, WrappedText>();

  /** Messages, the answer as far as it has come, and what went wrong in the end. */
  blocks(record: TaskRecord, answer: AnswerState, look: TurnsLook): TextBlock[] {
    this.turnTo(record.task);
    const out = this.messages(record, look);
    if (record.messages.length === 0 && record.status === 'blocked')
      out.push(this.block(record.task, 'not asked yet', madeLater, [], [], Tone.dim));
    const given = record.answer ?? answer.partial;
    if (given !== null || answer.words.length > 0)
      out.push(
        this.block(record.task, 'answer', given ?? '', answer.words, answer.figures, Tone.fg),
      );
    if (record.error !== null) {
      const { message } = record.error;
      out.push(this.block(record.task, 'end', message, endWords(record.error), [], Tone.fg));
    }
    return out;
  }

  /** What a tool gave stands with its call, and not as a message of its own. */
  private messages(record: TaskRecord, look: TurnsLook): TextBlock[] {
    const { task, messages } = record;
    const texts: Texts = (name, raw, wire) => this.text(name, raw, wire);
    const out: TextBlock[] = [];
    let calls = 0;
    for (const [index, message] of messages.entries()) {
      const { role, content, turn, toolCalls = [] } = message;
      if (turn !== undefined && role === 'tool') continue;
      const isRepair = turn !== undefined && role === 'user';
      // Nobody is told once more what was wrong with an answer that its task failed of.
      if (isRepair && index === messages.length - 1 && record.error !== null) continue;
      const style = isRepair ? Tone.warn : (roleStyles[role] ?? Tone.fg);
      const heading: Segment[] = [[isRepair ? 'repair' : oneLine(role), style | Attribute.bold]];
      if (isRepair) heading.push(['  what the model was told', Tone.dim]);
      else if (turn !== undefined) heading.push(...turnWords(message, messages[index + 1]));
      out.push({
        key: `${task} message ${index}`,
        heading,
        figures: content === '' ? [] : [[plural(content.length, 'character'), Tone.dim]],
        text: this.text(`message ${index}`, content),
        style: role === 'system' ? Tone.dim : Tone.fg,
        folds: true,
        tight: toolCalls.length > 0,
      });
      if (turn === undefined) continue;
      out.push(...toolBlocks(record, calls, toolCalls.length, look, texts));
      calls += toolCalls.length;
    }
    return out;
  }

  /** The request and the reply of its last call. */
  rawBlocks(record: TaskRecord, raw: RawCall | null, partial: string | null): TextBlock[] {
    this.turnTo(record.task);
    return rawParts(record, raw, partial).map(
      ({ name, words, text, style, wire }): TextBlock => ({
        key: `${record.task} ${name}`,
        heading: [
          [name, Attribute.bold],
          ['  ', Tone.dim],
          [words, Tone.dim],
        ],
        figures: [],
        text: this.text(name, text, wire),
        style,
        folds: false,
      }),
    );
  }

  private block(
    task: number,
    name: string,
    text: string,
    words: readonly Segment[],
    figures: readonly Segment[],
    style: number,
  ): TextBlock {
    return {
      key: `${task} ${name}`,
      heading: [[name, Attribute.bold], ['  ', Tone.dim], ...words],
      figures,
      text: this.text(name, text),
      style,
      folds: false,
    };
  }

  private text(name: string, raw: string, wire = false): WrappedText {
    let text = this.texts.get(name);
    if (text === undefined) {
      text = new WrappedText(wire);
      this.texts.set(name, text);
    }
    text.set(raw);
    return text;
  }

  private turnTo(task: number): void {
    if (task === this.task) return;
    this.task = task;
    this.texts.clear();
  }
}

function endWords({ class: failureClass, status }: AttemptError): Segment[] {
  const cancelled = failureClass === 'cancelled';
  const words = status === null ? (failureClass ?? '') : `${failureClass} ${status}`;
  return [[words, cancelled ? Tone.dim : Tone.bad]];
}
