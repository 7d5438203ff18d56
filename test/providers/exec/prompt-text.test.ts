import { expect, test } from 'vitest';
import { promptText } from '../../../src/providers/exec/prompt-text.ts';
import type { Message, Turn } from '../../../src/providers/provider.ts';

const textOf = (messages: Message[], more: Partial<Turn> = {}) =>
  promptText({ model: 'm', messages, maxOutputTokens: null, ...more });

test('one question is told as it is, after what the system says', () => {
  expect(textOf([{ role: 'user', content: ' Why?\n' }])).toBe(' Why?\n');
  expect(
    textOf([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Why?' },
    ]),
  ).toBe('Be brief.\n\nWhy?');
});

test('more messages are a transcript', () => {
  expect(
    textOf([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Two things?' },
      {
        role: 'assistant',
        content: 'I look.',
        toolCalls: [{ id: 'c1', name: 'f', arguments: '{"a":1}' }],
      },
      { role: 'tool', content: 'found', toolCallId: 'c1' },
      { role: 'assistant', content: 'One.' },
      { role: 'user', content: 'And?' },
    ]),
  ).toBe(
    [
      'Be brief.',
      'User: Two things?',
      'Assistant: I look.\nCall c1 of the tool f: {"a":1}',
      'Result of the call c1:\nfound',
      'Assistant: One.',
      'User: And?',
    ].join('\n\n'),
  );
});

test('the form that an answer must have is said at the end', () => {
  expect(textOf([{ role: 'user', content: 'Why?' }], { outputSchema: { type: 'object' } })).toMatch(
    /^Why\?\n\n.*JSON Schema.*\n\{"type":"object"\}$/,
  );
});
