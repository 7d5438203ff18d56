import type { ToolCall, ToolDefinition, TurnResult } from '../../providers/provider.ts';
import type { WantedCall } from '../../state/events.ts';
import type { Dialogue } from './dialogue.ts';

/** How tasks of a role may take several turns; a role without tools and schema has none of it. */
export interface RoleTurns {
  readonly tools: readonly ToolDefinition[];
  /** JSON Schema that answers must match; null where they are free. */
  readonly outputSchema: Readonly<Record<string, unknown>> | null;
  /** Turns that a task may take, at most. */
  readonly most: number;
  /** What is wrong with an answer, in words for the model; null where nothing is. */
  problemOf(text: string): string | null;
}

/** What comes after a turn that is not the last. */
export type NextStep =
  | { readonly kind: 'tools'; readonly calls: readonly WantedCall[] }
  | { readonly kind: 'repair'; readonly problem: string }
  | {
      readonly kind: 'fail';
      readonly class: 'tool' | 'invalid-output';
      readonly message: string;
      readonly calls: readonly WantedCall[];
      readonly problem: string | null;
    };

/** Why an answer has no end: asked for again it is to be shorter, and the operator is told of the bound. */
const cutWords = 'it was cut where an answer may be no longer (maxOutputTokens)';

/** An answer that is not valid is asked for once more. */
const mostRepairs = 1;

/** Null where the turn was the last one: its text is the answer. */
export function nextStep(
  rules: RoleTurns,
  { text, toolCalls = [], finishReason }: TurnResult,
  dialogue: Dialogue | undefined,
): NextStep | null {
  const turn = (dialogue?.turns ?? 0) + 1;
  if (rules.tools.length > 0 && toolCalls.length > 0) {
    const calls = wantedCalls(toolCalls);
    if (turn < rules.most) return { kind: 'tools', calls };
    const message = `no answer within ${rules.most} turns (maxTurns)`;
    return { kind: 'fail', class: 'tool', message, calls, problem: null };
  }
  const found = rules.problemOf(text);
  if (found === null) return null;
  const problem = finishReason === 'length' ? `${found}; ${cutWords}` : found;
  if ((dialogue?.repairs ?? 0) < mostRepairs && turn < rules.most)
    return { kind: 'repair', problem };
  const message = `the answer does not match the schema: ${problem}`;
  return { kind: 'fail', class: 'invalid-output', message, calls: [], problem };
}

/** Each with an id of its own: what is said of one call must not be taken for another. */
function wantedCalls(calls: readonly ToolCall[]): WantedCall[] {
  const seen = new Set<string>();
  return calls.map(({ id: given, name, arguments: args }) => {
    let id = given;
    for (let next = 2; seen.has(id); next++) id = `${given}_${next}`;
    seen.add(id);
    return { id, tool: name, arguments: args };
  });
}
