import type { AgentContext, ChatAnswer, ChatOptions, CodeTask } from '../../agents/code-agent.ts';
import type { Message, TurnResult } from '../../providers/provider.ts';
import type { TaskRun } from '../task-run.ts';
import type { Program } from './program.ts';
import type { ToolDesk } from './tool-desk.ts';

export interface AgentContextParts {
  readonly run: TaskRun;
  readonly task: Pick<CodeTask, 'role' | 'messages'>;
  readonly program: Program;
  /** Null where no role has tools. */
  readonly tools: ToolDesk | null;
  warn(sentence: string): void;
}

/** What the code of one task may use. */
export function agentContext({ run, task, program, tools, warn }: AgentContextParts): AgentContext {
  const { signal } = program;
  const instructions = task.messages.filter(({ role }) => role === 'system');
  let calls = 0;
  return {
    signal,
    warn,
    delta(text) {
      program.partial += text;
    },
    chat: awaitedOrNot(async (input, options) => {
      const messages: readonly Message[] =
        typeof input === 'string' ? [...instructions, { role: 'user', content: input }] : input;
      return answerOf(await program.want({ ...wished(options), messages }));
    }),
    generate: awaitedOrNot(async (prompt, options) => {
      const messages = [{ role: 'user', content: prompt }];
      return answerOf(await program.want({ ...wished(options), kind: 'generate', messages }));
    }),
    embed: awaitedOrNot(async (texts) => {
      const { embeddings = [] } = await program.want({ kind: 'embed', messages: [], texts });
      return embeddings;
    }),
    tool: awaitedOrNot(async (name, args) => {
      if (tools === null) throw new Error(`the role ${task.role} has no tools`);
      const call = { id: `code_${calls++}`, tool: name, arguments: JSON.stringify(args) };
      const { failure, text } = await tools.run(run, task.role, call, signal);
      if (failure !== null) throw new Error(`${name}: ${text}`);
      return text;
    }),
  };
}

/** Of what code asks for what is for it to say: the model, and what that costs, are the route's. */
function wished({ maxOutputTokens, sampling, outputSchema }: ChatOptions = {}): ChatOptions {
  return {
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(sampling !== undefined && { sampling }),
    ...(outputSchema !== undefined && { outputSchema }),
  };
}

/** Code need not look at what it has asked for: a rejection that it does not take is no stray error. */
function awaitedOrNot<Args extends unknown[], Result>(
  ask: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  return (...args) => {
    const answer = ask(...args);
    answer.catch(() => {});
    return answer;
  };
}

function answerOf({ text, finishReason, usage }: TurnResult): ChatAnswer {
  return { text, finishReason, usage };
}
