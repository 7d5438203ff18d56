import { schemaNote } from '../../spec/schema-note.ts';
import type { Message, Turn } from '../provider.ts';

/**
 * A conversation as the one text that a program is given. What the system said comes first, then,
 * after a blank line, the question as it is. More messages than that one are a transcript in which each
 * begins with who said it. A form that the answer must have is said at the end.
 */
export function promptText({ messages, outputSchema }: Turn): string {
  const system = messages.filter(({ role }) => role === 'system');
  const said = messages.filter(({ role }) => role !== 'system');
  const isQuestion = said.length === 1 && said[0].role === 'user';
  const parts = [
    ...system.map(({ content }) => content),
    ...(isQuestion ? [said[0].content] : said.map(inTranscript)),
  ];
  if (outputSchema !== undefined) parts.push(schemaNote(outputSchema));
  return parts.join('\n\n');
}

function inTranscript({ role, content, toolCalls = [], toolCallId }: Message): string {
  if (toolCallId !== undefined) return `Result of the call ${toolCallId}:\n${content}`;
  const calls = toolCalls.map(
    ({ id, name, arguments: text }) => `Call ${id} of the tool ${name}: ${text}`,
  );
  const lines = content === '' ? calls : [content, ...calls];
  const who = role.charAt(0).toUpperCase() + role.slice(1);
  return `${who}: ${lines.join('\n')}`;
}
