import { promptTokens } from '../../prompt-tokens.ts';
import { hashText } from '../../random.ts';
import { wordedSchema } from '../../worded-schema.ts';
import { readSchema, readToolChoice, readTools } from '../openai-chat-body.ts';
import type { GenerationAsk } from '../protocol.ts';
import { isObject, type JsonObject, truth, wholeNumber } from '../read-json.ts';
import type { ClassicAgent } from './classic-agents.ts';
import { ClassicReply } from './classic-reply.ts';
import { ClassicRun } from './classic-run.ts';
import { type ClassicThread, messageText } from './classic-thread.ts';

/** A run of an agent over a thread, before it has begun. */
export function newRun(
  id: string,
  thread: ClassicThread,
  agent: ClassicAgent,
  said: JsonObject,
  lifeMs: number,
): ClassicRun {
  const instructions = [said.instructions ?? agent.instructions, said.additional_instructions];
  const extra = Array.isArray(said.additional_messages) ? said.additional_messages : [];
  for (const [index, message] of extra.filter(isObject).entries())
    thread.post(`msg_${id}_${index}`, message);
  return new ClassicRun(
    {
      id,
      threadId: thread.id,
      agent: agent.id,
      model: typeof said.model === 'string' ? said.model : agent.model,
      instructions: instructions.filter((text) => typeof text === 'string' && text).join('\n'),
      tools: Array.isArray(said.tools) ? said.tools : (agent.tools as unknown[]),
      said,
    },
    lifeMs,
  );
}

/**
 * One turn of a run: its first, or the one after tools have been called.
 *
 * @param body of the request that begins the turn
 * @param onBegin it is let in
 */
export function runAsk(
  run: ClassicRun,
  thread: ClassicThread,
  body: JsonObject,
  onBegin: () => void,
): GenerationAsk {
  const { said, model, instructions, tools } = run.origin;
  const texts = thread.messages.map((message) => `${message.role}: ${messageText(message)}`);
  if (instructions !== '') texts.unshift(`system: ${instructions}`);
  const prompt = texts.join('\n');
  const outputSchema = readSchema(said.response_format);
  const inputTokens = promptTokens(prompt.length, texts.length, outputSchema);
  const stream = truth(body, 'stream');
  return {
    kind: 'generation',
    model,
    promptHash: hashText(prompt),
    promptTokens: inputTokens,
    maxOutputTokens: wholeNumber(said, 'max_completion_tokens'),
    stream,
    isBackground: !stream,
    isLimitedInside: true,
    tools: readTools(tools.filter((tool) => isObject(tool) && tool.type === 'function')),
    toolChoice: readToolChoice(said.tool_choice),
    toolTurns: run.answer === null ? 0 : run.toolTurns + 1,
    outputSchema,
    wordedSchema: wordedSchema(prompt),
    shape(answer, times) {
      onBegin();
      run.begin(answer, times, inputTokens);
      return new ClassicReply(run, thread, answer);
    },
  };
}
