import type { ToolCall } from './provider.ts';

/** A piece of a call as streams bring it: its name first, its arguments in parts. */
export interface ToolCallPart {
  /** Place among the calls of the answer; servers that send each call whole may leave it out. */
  readonly index?: number;
  readonly id?: string | null;
  readonly function?: { readonly name?: string | null; readonly arguments?: string | null };
}

/** Puts the calls of one answer together from their parts. */
export class ToolCallParts {
  private readonly calls: { id: string; name: string; arguments: string }[] = [];

  add(parts: readonly ToolCallPart[]): void {
    for (const part of parts) {
      const call = this.callOf(part);
      if (part.id) call.id = part.id;
      if (part.function?.name) call.name = part.function.name;
      call.arguments += part.function?.arguments ?? '';
    }
  }

  /** Undefined where nothing is to be called. */
  get whole(): readonly ToolCall[] | undefined {
    if (this.calls.length === 0) return undefined;
    return this.calls.map((call, index) => ({ ...call, id: call.id || `call_${index}` }));
  }

  /** Without an index it is the call of the same id, or a new one. */
  private callOf({ index, id }: ToolCallPart): { id: string; name: string; arguments: string } {
    const at = index ?? this.calls.findIndex((call) => id && call.id === id);
    const place = at < 0 ? this.calls.length : at;
    this.calls[place] ??= { id: '', name: '', arguments: '' };
    return this.calls[place];
  }
}
