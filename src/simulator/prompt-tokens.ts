import type { JsonObject } from './protocols/read-json.ts';

/**
 * Tokens of a prompt as the simulator counts them: a quarter of its characters, and what chat
 * formats add for each message and once for the reply.
 *
 * @param schema that a service shows to its model, and bills
 */
export function promptTokens(
  characters: number,
  messages: number,
  schema: JsonObject | null = null,
): number {
  const shown = schema === null ? 0 : JSON.stringify(schema).length;
  return Math.ceil((characters + shown) / 4) + messages * 4 + 3;
}
