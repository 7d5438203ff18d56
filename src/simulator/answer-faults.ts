import { brokenAnswer } from './broken-answer.ts';
import type { FaultName } from './faults.ts';
import type { Answer, GenerationAsk } from './protocols/protocol.ts';
import { hashText, seededRandom } from './random.ts';
import { textPieces } from './text-pieces.ts';

/** What a fault makes of an answer, before it has a shape. */
export function faultedAnswer(
  answer: Answer,
  fault: FaultName | null,
  { promptHash, outputSchema, wordedSchema, argumentsAreText = true }: GenerationAsk,
): Answer {
  switch (fault) {
    case 'length': {
      if (answer.toolCalls.length > 0) return answer;
      return withTokens(
        answer,
        answer.tokens.slice(0, Math.ceil(answer.tokens.length / 2)),
        'length',
      );
    }
    case 'split-writes': {
      // Prose of the simulator is ASCII: there would be no character to split.
      if (answer.toolCalls.length > 0 || answer.tokens[0]?.startsWith('{')) return answer;
      const [first = '', ...rest] = answer.tokens;
      return withTokens(answer, [`\\u00fc\\ud83c\\udf0a${first}`, ...rest], answer.finishReason);
    }
    case 'bad-tool-call': {
      if (!argumentsAreText) return answer;
      const toolCalls = answer.toolCalls.map((call) => ({
        ...call,
        arguments: `${call.arguments.slice(0, -1)},"unfinis`,
      }));
      return { ...answer, toolCalls };
    }
    case 'invalid-answer': {
      const schema = outputSchema ?? wordedSchema ?? null;
      const isWhole = answer.toolCalls.length === 0 && answer.finishReason === 'stop';
      if (schema === null || !isWhole) return answer;
      // By the answer and what was asked, so that a run with the same seed breaks in the same way.
      const random = seededRandom(hashText(answer.text, promptHash));
      const text = brokenAnswer(answer.text, schema, random);
      return withTokens(answer, textPieces(text), 'stop');
    }
    default:
      return answer;
  }
}

function withTokens(
  answer: Answer,
  tokens: readonly string[],
  finishReason: Answer['finishReason'],
): Answer {
  const text = JSON.parse(`"${tokens.join('')}"`) as string;
  return { ...answer, tokens, text, outputTokens: tokens.length, finishReason };
}
