import { answerTokens } from './answer-text.ts';
import type { SimulatorConfig } from './config.ts';
import type { Answer, GenerationAsk } from './protocols/protocol.ts';
import { hashText, seededRandom } from './random.ts';
import { drawWhole } from './range.ts';
import { schemaValue } from './schema-value.ts';
import { longestAnswer } from './served-models.ts';
import { textPieces, tokensOfLength } from './text-pieces.ts';
import { toolCallsTo } from './tool-calls.ts';

/** Share of the properties that need not be there, and are. */
const optionalShare = 0.75;

/**
 * What is answered to a prompt: text and length follow from the seed and the prompt alone, so that
 * the same prompt gives the same answer in any order of calls.
 *
 * @param callId makes the id of the answer one of its own
 */
export function answerTo(ask: GenerationAsk, config: SimulatorConfig, callId: number): Answer {
  const random = seededRandom(ask.promptHash ^ Math.imul(config.seed, 0x9e3779b1));
  const id = answerId(config.seed, callId);
  const createdAt = Math.floor(Date.now() / 1000);
  if (ask.isTextless)
    return {
      id,
      createdAt,
      text: '',
      tokens: [],
      toolCalls: [],
      outputTokens: 0,
      finishReason: 'stop',
    };
  const toolCalls = toolCallsTo(ask, config, id, random);
  if (toolCalls.length > 0) {
    const written = toolCalls.reduce(
      (sum, call) => sum + call.name.length + call.arguments.length,
      0,
    );
    const outputTokens = tokensOfLength(written);
    return {
      id,
      createdAt,
      text: '',
      tokens: [],
      toolCalls,
      outputTokens,
      finishReason: 'tool_calls',
    };
  }
  const most = Math.min(ask.maxOutputTokens ?? Number.POSITIVE_INFINITY, longestAnswer(ask.model));
  const wanted = drawWhole(config.outputTokens, random);
  const schema = ask.outputSchema ?? ask.wordedSchema ?? null;
  const whole =
    schema === null
      ? answerTokens(Math.min(wanted, most), wanted <= most, random)
      : textPieces(JSON.stringify(schemaValue(schema, random, optionalShare)));
  const cut = (schema === null ? wanted : whole.length) > most;
  const tokens = cut ? whole.slice(0, most) : whole;
  return {
    id,
    createdAt,
    text: JSON.parse(`"${tokens.join('')}"`),
    tokens,
    toolCalls,
    outputTokens: tokens.length,
    finishReason: cut ? 'length' : 'stop',
  };
}

function answerId(seed: number, callId: number): string {
  const number = callId.toString(36).padStart(8, '0');
  const scattered = hashText(number, seed).toString(36).padStart(8, '0');
  return number + scattered + hashText(scattered, callId).toString(36).padStart(8, '0');
}
