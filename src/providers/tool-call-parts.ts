import type { ToolCall } from './provider.ts';

/** A piece of a call as streams bring it: its name first, its arguments in parts. */
export interface ToolCallPart {
  /** Place among the parts of the answer; servers that send each call whole may leave it out. */
  readonly index?: number;
  readonly id?: string | null;
  readonly function?: { readonly name?: string | null; readonly arguments?: string | null };
}

type Call = { -readonly [K in keyof ToolCall]: ToolCall[K] };

/** Puts the calls of one answer together from their parts. */
export class ToolCallParts {
  /** By index; in the order in which they began. */
  private readonly calls = new Map<number, Call>();

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
    if (this.calls.size === 0) return undefined;
    return [...this.calls.values()].map((call, index) => ({
      id: call.id || `call_${index}`,
      name: call.name,
      // Nothing at all stands for an object without fields.
      arguments: call.arguments || '{}',
    }));
  }

  /** Without an index it is the call of the same id, or a new one. */
  private callOf({ index, id }: ToolCallPart): Call {
    const same = index ?? [...this.calls].find(([, call]) => id && call.id === id)?.[0];
    const at = same ?? this.calls.size;
    const known = this.calls.get(at);
    if (known !== undefined) return known;
    const call: Call = { id: '', name: '', arguments: '' };
    this.calls.set(at, call);
    return call;
  }
}
