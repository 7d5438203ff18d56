/**
 * Tokens of a prompt as the simulator counts them: a quarter of its characters, and what chat
 * formats add for each message and once for the reply.
 */
export function promptTokens(characters: number, messages: number): number {
  return Math.ceil(characters / 4) + messages * 4 + 3;
}
