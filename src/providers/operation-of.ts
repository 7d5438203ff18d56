import type { Turn } from './provider.ts';
import type { WireOperation, WireProtocol } from './wire-protocol.ts';

/**
 * What a turn is asked for by: the protocol itself for a chat, and for a `generate` where it has
 * nothing else for that.
 *
 * @returns a sentence where the turn cannot be asked for at all
 */
export function operationOf(protocol: WireProtocol, turn: Turn): WireOperation | string {
  const operation = byKind(protocol, turn);
  if (typeof operation === 'string') return operation;
  return operation.refusal?.(turn) ?? operation;
}

function byKind(protocol: WireProtocol, { kind, texts = [], tools = [] }: Turn) {
  switch (kind) {
    case 'embed':
      return texts.length === 0 ? 'a turn for vectors has no texts: name one' : protocol.embeddings;
    case 'generate':
      // Whatever would take them: a turn means the same by every provider.
      if (tools.length > 0)
        return 'a generate turn takes no tools: make it a chat turn, or leave them out';
      return protocol.generate ?? protocol;
    default:
      return protocol;
  }
}
