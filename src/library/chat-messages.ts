import type { Message } from '../providers/provider.ts';
import { namesThereAre } from '../spec/near-miss.ts';
import { UsageError } from '../spec/usage-error.ts';
import type { ChatInput } from './pool-options.ts';

const roles: readonly string[] = ['system', 'user', 'assistant', 'tool'];

/** The messages of a chat. @throws UsageError where there are none, or one could not be sent as it is */
export function chatMessages(input: ChatInput): readonly Message[] {
  const messages = typeof input === 'string' ? [{ role: 'user', content: input }] : input;
  if (!Array.isArray(messages) || messages.length === 0)
    throw new UsageError('chat: expected a text, or a list of at least one message');
  for (const [index, { role }] of messages.entries())
    if (!roles.includes(role))
      throw new UsageError(
        `chat: messages.${index}.role: there is no role \`${role}\`${namesThereAre(String(role), roles)}`,
      );
  return messages;
}
