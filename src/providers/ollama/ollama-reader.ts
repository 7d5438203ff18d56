import { AnswerReader } from '../answer-reader.ts';
import { tokens } from '../guarded-reader.ts';
import { ms } from './nanoseconds.ts';

interface WireCall {
  readonly id?: string;
  readonly function?: { readonly name?: string; readonly arguments?: unknown };
}

/** A line of a stream, which is also what a whole reply is. Fields that are zero are left out. */
export interface WireLine {
  readonly message?: { readonly content?: string; readonly tool_calls?: readonly WireCall[] };
  readonly done?: boolean;
  readonly done_reason?: string;
  /** Nanoseconds, as the others. */
  readonly total_duration?: number;
  readonly load_duration?: number;
  readonly prompt_eval_duration?: number;
  readonly eval_duration?: number;
  readonly prompt_eval_count?: number;
  readonly eval_count?: number;
}

/** Reads one reply of Ollama's chat. */
export class OllamaReader extends AnswerReader {
  private called = 0;

  protected chunk(json: unknown): void {
    const line = (json ?? {}) as WireLine;
    for (const { id, function: of } of line.message?.tool_calls ?? []) {
      const index = this.called++;
      const text = JSON.stringify(of?.arguments ?? {});
      this.calls.add([{ index, id, function: { name: of?.name, arguments: text } }]);
    }
    this.take(this.saidIn(line));
    if (line.done === true) this.end(line);
  }

  protected saidIn(line: WireLine): string {
    return line.message?.content ?? '';
  }

  protected reply(json: unknown): void {
    this.chunk(json);
    // A line that does not say so is not the last one.
    this.streamEnd();
  }

  private end(line: WireLine): void {
    const told = line.total_duration !== undefined || line.eval_count !== undefined;
    if (line.total_duration !== undefined)
      this.timings = {
        loadMs: ms(line.load_duration),
        promptMs: ms(line.prompt_eval_duration),
        outputMs: ms(line.eval_duration),
      };
    if (told)
      this.usage = {
        inputTokens: tokens(line.prompt_eval_count),
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
        outputTokens: tokens(line.eval_count),
        estimated: false,
      };
    this.finishReason = this.called > 0 ? 'tool_calls' : (line.done_reason ?? 'stop');
    this.finish();
  }
}
