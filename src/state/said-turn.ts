import type { WantedCall } from './events.ts';

/** What a model said in a turn that was not the last, and what came of it. */
export interface SaidTurn {
  readonly text: string;
  readonly calls: readonly WantedCall[];
  /** What was wrong with the answer; null where nothing was. */
  readonly problem: string | null;
  /** What the tools gave, by the id of the call; one that was cut has none. */
  readonly answers: ReadonlyMap<string, string>;
}

/** A message of a conversation with tools in it. */
export interface SaidMessage {
  readonly role: 'assistant' | 'tool' | 'user';
  readonly content: string;
  readonly toolCalls?: readonly {
    readonly id: string;
    readonly name: string;
    readonly arguments: string;
  }[];
  /** Of a tool: the call that it answers. */
  readonly toolCallId?: string;
}

const cutWords =
  'It was cut before it had ended, and may have done a part of its work. Call it again if its result is still needed.';

/** The turns as messages, as the model is sent them: every call that it wanted has its answer. */
export function saidMessages(turns: readonly SaidTurn[]): SaidMessage[] {
  return turns.flatMap(({ text, calls, problem, answers }) => {
    const toolCalls = calls.map(({ id, tool, arguments: args }) => ({
      id,
      name: tool,
      arguments: args,
    }));
    const assistant: SaidMessage = {
      role: 'assistant',
      content: text,
      ...(calls.length === 0 ? {} : { toolCalls }),
    };
    const results = calls.map(
      ({ id }): SaidMessage => ({
        role: 'tool',
        content: answers.get(id) ?? cutWords,
        toolCallId: id,
      }),
    );
    if (problem === null) return [assistant, ...results];
    return [assistant, ...results, { role: 'user', content: repairWords(problem) }];
  });
}

/** The same, with the number of its turn, 1 for the first. */
export function messagesOfTurns(
  turns: readonly SaidTurn[],
): (SaidMessage & { readonly turn: number })[] {
  return turns.flatMap((said, index) =>
    saidMessages([said]).map((message) => ({ ...message, turn: index + 1 })),
  );
}

/** What the model is told of an answer that is of no use. */
export function repairWords(problem: string): string {
  return `That answer cannot be used: ${problem}. Answer again with nothing but JSON that matches the schema.`;
}
