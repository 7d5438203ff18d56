import { nanoUsdUp } from '../../cost/usd.ts';
import type { Usage } from '../../state/events.ts';
import { failureOfStatus } from '../failure.ts';
import { NdjsonReader } from '../ndjson-reader.ts';
import { meets, sumOf, textsOf, valuesOf } from './line-places.ts';
import type { LineProfile } from './line-profile.ts';
import type { Answer, Complaint, OutputReader, OutputSink } from './output-reader.ts';

const noTokens = { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 };

/**
 * A program that writes JSON, one value a line. Whatever else it writes between is passed over: an
 * agent's own warnings are no part of its answer.
 */
export class JsonLinesOutput implements OutputReader {
  text = '';
  isOver = false;
  private readonly profile: LineProfile;
  private readonly sink: OutputSink;
  private readonly lines = new NdjsonReader((line) => this.line(line));
  /** The answer as one line has it as a whole. */
  private whole: string | null = null;
  /** Where the message begins that is written now. */
  private messageAt = 0;
  private isFresh = false;
  /** Pieces came of a message that may come as a whole too. */
  private inPieces = false;
  private sawJson = false;
  private usage: Usage | null = null;
  private costUsd: number | null = null;
  private error: string | null = null;
  private hasFailed = false;
  private trouble = '';
  private status: number | null = null;
  private kind = '';

  constructor(profile: LineProfile, sink: OutputSink) {
    this.profile = profile;
    this.sink = sink;
  }

  write(bytes: Buffer): void {
    this.lines.write(bytes);
  }

  end(): void {
    this.lines.end();
  }

  answer(): Answer | null {
    const { final, done, answersLast } = this.profile;
    const isWhole = this.isOver || (final.length === 0 && done.length === 0 && this.sawJson);
    if (!isWhole) return null;
    const text = this.whole ?? (answersLast ? this.text.slice(this.messageAt) : this.text);
    const costNanoUsd = this.costUsd === null ? null : nanoUsdUp(this.costUsd);
    return { text, usage: this.usage, costNanoUsd };
  }

  complaint(): Complaint | null {
    if (!this.hasFailed) return null;
    const { kinds = {} } = this.profile;
    const ofStatus = this.status === null ? null : failureOfStatus(this.status, {}, '').class;
    const message = this.error ?? (this.trouble || 'it says that it failed, and not why');
    return { class: kinds[this.kind] ?? ofStatus ?? 'server', message };
  }

  hint(): string {
    const { wants } = this.profile;
    if (this.trouble !== '' || this.sawJson) return this.trouble;
    return wants === undefined ? 'it wrote no JSON' : `it wrote no JSON: is it run with ${wants}?`;
  }

  private line(line: string): void {
    const json = this.isOver ? undefined : parsed(line);
    if (json === undefined) return;
    this.sawJson = true;
    const { profile } = this;
    this.read(json);
    this.count(json);
    for (const words of textsOf(json, profile.stage)) this.sink.stage(words);
    this.look(json);
    const [whole] = textsOf(json, profile.final);
    this.whole = whole ?? this.whole;
    this.isOver =
      profile.done.length === 0
        ? whole !== undefined
        : profile.done.some((condition) => meets(json, condition));
  }

  /** What belongs to the answer. */
  private read(json: unknown): void {
    const { text, messages = [], fresh = [] } = this.profile;
    if (fresh.some((condition) => meets(json, condition))) this.isFresh = true;
    for (const piece of textsOf(json, text)) {
      this.take(piece);
      this.inPieces = true;
    }
    for (const message of textsOf(json, messages)) {
      this.isFresh ||= !this.inPieces;
      if (!this.inPieces) this.take(message);
      this.inPieces = false;
      this.isFresh = true;
    }
  }

  private take(text: string): void {
    const apart = this.isFresh && this.text !== '' ? '\n\n' : '';
    if (this.isFresh) this.messageAt = this.text.length + apart.length;
    this.isFresh = false;
    this.text += apart + text;
    this.sink.delta(apart + text);
  }

  private count(json: unknown): void {
    const { usage: places, cost, addsUp, inputHoldsCache } = this.profile;
    const input = sumOf(json, places.input);
    const output = sumOf(json, places.output);
    if (input !== null || output !== null) {
      const cacheReadTokens = sumOf(json, places.cacheRead) ?? 0;
      const sent = (input ?? 0) - (inputHoldsCache ? cacheReadTokens : 0);
      const before = (addsUp ? this.usage : null) ?? noTokens;
      this.usage = {
        inputTokens: before.inputTokens + Math.max(0, sent),
        cacheReadTokens: before.cacheReadTokens + cacheReadTokens,
        cacheWriteTokens: before.cacheWriteTokens + (sumOf(json, places.cacheWrite) ?? 0),
        outputTokens: before.outputTokens + (output ?? 0),
        estimated: false,
      };
    }
    const usd = sumOf(json, cost);
    if (usd !== null) this.costUsd = usd + ((addsUp ? this.costUsd : null) ?? 0);
  }

  /** What went wrong. */
  private look(json: unknown): void {
    const { error, failed = [], trouble = [], status = [], kind = [], kinds = {} } = this.profile;
    const [said] = valuesOf(json, error).map(errorText).filter(Boolean);
    if (said !== undefined) this.error = said;
    this.hasFailed ||= said !== undefined || failed.some((condition) => meets(json, condition));
    this.trouble = textsOf(json, trouble)[0] ?? this.trouble;
    this.status = sumOf(json, status) ?? this.status;
    this.kind = textsOf(json, kind).find((word) => Object.hasOwn(kinds, word)) ?? this.kind;
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** What an error says, whichever form it has; empty where it is none. */
function errorText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  const { message } = value as { readonly message?: unknown };
  return typeof message === 'string' ? message : JSON.stringify(value);
}
