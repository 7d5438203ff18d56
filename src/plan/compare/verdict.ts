import { jsonAnswer } from '../../spec/json-answer.ts';

/** Who a judge's answer says is better; null where it says nothing that can be read. */
export type Verdict = 'A' | 'B' | 'tie';

/**
 * Reads `{"winner": "A"}`. Tolerant of what models put around it: a fence, a sentence before it, the bare
 * word.
 */
export function readVerdict(text: string | null): Verdict | null {
  if (text === null) return null;
  const whole = ofValue(jsonAnswer(text));
  if (whole !== null) return whole;
  const objects = text.match(/\{[^{}]*\}/g) ?? [];
  for (const written of objects.reverse()) {
    const verdict = ofValue(jsonAnswer(written));
    if (verdict !== null) return verdict;
  }
  return ofWord(text.replace(/["'*.`\s]/g, ''));
}

function ofValue(answer: ReturnType<typeof jsonAnswer>): Verdict | null {
  if (!answer.ok) return null;
  const { value } = answer;
  if (typeof value === 'string') return ofWord(value);
  if (typeof value !== 'object' || value === null || !('winner' in value)) return null;
  return typeof value.winner === 'string' ? ofWord(value.winner) : null;
}

function ofWord(word: string): Verdict | null {
  const plain = word.trim().toLowerCase();
  if (plain === 'a' || plain === 'b') return plain === 'a' ? 'A' : 'B';
  return plain === 'tie' ? 'tie' : null;
}

/**
 * What both orders together say: 1 the pair's first is better, -1 its second, 0 a tie, which is also
 * what two orders that disagree come to; null where one of them says nothing.
 *
 * @param straight the first as A
 * @param swapped the second as A
 */
export function pairVerdict(straight: Verdict | null, swapped: Verdict | null): -1 | 0 | 1 | null {
  if (straight === null || swapped === null) return null;
  if (straight === 'A' && swapped === 'B') return 1;
  if (straight === 'B' && swapped === 'A') return -1;
  return 0;
}
