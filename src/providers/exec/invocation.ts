import type { ExecPolicy } from '../../spec/resolved.ts';
import type { Turn } from '../provider.ts';
import { promptText } from './prompt-text.ts';

/** What one call runs. */
export interface Invocation {
  readonly program: string;
  readonly args: readonly string[];
  /** What it reads; null where the prompt is an argument, and there is nothing to read. */
  readonly stdin: string | null;
  /** Variables besides those that it inherits. */
  readonly variables: Readonly<Record<string, string>>;
}

/** @param variables those of the route, looked up */
export function invocationOf(
  { command: [program, ...args], input }: Pick<ExecPolicy, 'command' | 'input'>,
  variables: Readonly<Record<string, string>>,
  turn: Turn,
): Invocation {
  const prompt = promptText(turn);
  const own = { ...taskVariables(turn), ...variables };
  if (input === 'stdin') return { program, args, stdin: prompt, variables: own };
  const isPlaced = args.some((word) => word.includes(placeholder));
  // As a function: a prompt may hold `$&`.
  const filled = args.map((word) => word.replaceAll(placeholder, () => prompt));
  return {
    program,
    args: isPlaced ? filled : [...args, prompt],
    stdin: null,
    variables: own,
  };
}

const placeholder = '{{prompt}}';

/** What a program may want to know of what it works on: to name its files, to log. */
function taskVariables({ model, task }: Turn): Record<string, string> {
  if (task === undefined) return { SWARMDECK_MODEL: model };
  return {
    SWARMDECK_MODEL: model,
    SWARMDECK_TASK: task.id,
    SWARMDECK_ROLE: task.role,
    SWARMDECK_ATTEMPT: String(task.attempt),
  };
}
