import type { Turn } from '../../../src/providers/provider.ts';
import type { WireProtocol } from '../../../src/providers/wire-protocol.ts';

/** What a server says in a reply with vectors. */
export interface SaidVectors {
  /** One for each text, as JSON has them. */
  readonly vectors: readonly unknown[];
  /** Tokens of the texts; null where the server tells none. */
  readonly input: number | null;
}

/** How a server gives vectors: what the cases put its replies together from. */
export interface Embedder {
  /** Its column in the table. */
  readonly name: string;
  protocol(baseUrl: string): WireProtocol;
  /** Where it is asked, below the address. */
  readonly path: string;
  /** The texts that a request asks for, by its body. */
  asked(body: string): unknown;
  reply(said: SaidVectors): object;
  /** An error in a reply that is well by its status: the server is overloaded. */
  errorInside(message: string): string;
  /** Body of a reply with an error status. */
  errorBody(status: number, message: string): string;
}

export const texts = ['Grüße', ' aus "Tromsø"', '🌊\n'];

export const embedTurn: Turn = {
  kind: 'embed',
  model: 'm',
  messages: [],
  texts,
  maxOutputTokens: null,
};
