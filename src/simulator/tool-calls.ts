import type { SimulatorConfig } from './config.ts';
import type { AnsweredToolCall, GenerationAsk } from './protocols/protocol.ts';
import type { Random } from './random.ts';
import { schemaValue } from './schema-value.ts';

/**
 * What of the offered tools is called before an answer is given: for `toolTurns` turns one after the
 * other, `parallelToolCalls` of them at once. A request that demands a call gets it in any turn.
 */
export function toolCallsTo(
  ask: GenerationAsk,
  config: SimulatorConfig,
  id: string,
  random: Random,
): AnsweredToolCall[] {
  const { tools = [], toolChoice = 'auto', toolTurns = 0 } = ask;
  if (tools.length === 0 || toolChoice === 'none') return [];
  const named = typeof toolChoice === 'object' ? toolChoice.name : null;
  const callable = named === null ? tools : tools.filter(({ name }) => name === named);
  const demanded = named !== null || toolChoice === 'required';
  if (callable.length === 0 || (!demanded && toolTurns >= config.toolTurns)) return [];
  return Array.from({ length: config.parallelToolCalls }, (_, index) => {
    const { name, parameters } = callable[(toolTurns + index) % callable.length];
    const value = parameters === null ? {} : schemaValue(parameters, random);
    return { id: `${id}${index}`, name, arguments: JSON.stringify(value ?? {}) };
  });
}
