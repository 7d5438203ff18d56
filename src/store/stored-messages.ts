import type { PiecedMessage } from '../plan/pieces.ts';
import type { Message, Plan } from '../plan/plan.ts';

/**
 * Messages as a row of `tasks` holds them: role and text, by the number of the text; a message that is
 * put together has the list of its texts' numbers.
 */
type StoredMessage = readonly [role: PiecedMessage['role'], text: number | readonly number[]];

/** Piece n is the text of this number: pieces are the first texts of a record. */
export function textOfPiece(piece: number): number {
  return piece + 1;
}

/** @param textId the number of a text, which is written where it is new */
export function storedMessages(
  plan: Pick<Plan, 'messages' | 'pieces'>,
  task: number,
  textId: (content: string) => number,
): string {
  const messages =
    plan.pieces?.messages(task) ??
    plan.messages(task).map(({ role, content }): PiecedMessage => ({ role, parts: [content] }));
  const stored = messages.map(({ role, parts }): StoredMessage => {
    const texts = parts.map((part) =>
      typeof part === 'number' ? textOfPiece(part) : textId(part),
    );
    return [role, texts.length === 1 ? texts[0] : texts];
  });
  return JSON.stringify(stored);
}

/** The messages of a row. One of a single text is read when its content is asked for. */
export function readMessages(stored: string, text: (id: number) => string): Message[] {
  return parsed(stored).flatMap(([role, texts]): Message[] => {
    if (role === 'text') return [];
    if (typeof texts !== 'number') return [{ role, content: texts.map(text).join('') }];
    return [
      {
        role,
        get content() {
          return text(texts);
        },
      },
    ];
  });
}

/** The numbers of the texts of a row that are turned into vectors. */
export function textsOf(stored: string): number[] {
  return parsed(stored).flatMap(([role, texts]) => (role === 'text' ? texts : []));
}

function parsed(stored: string): StoredMessage[] {
  return JSON.parse(stored);
}
