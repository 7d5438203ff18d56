import {
  type AgentContext,
  CallFailure,
  type ChatAnswer,
  type CodeAgent,
} from '../../agents/code-agent.ts';
import type { Message, TurnFailure, TurnResult } from '../../providers/provider.ts';
import type { FailureClass } from '../../state/events.ts';
import { agentName } from '../../state/selection/selection-facts.ts';
import type { EngineConfig } from '../engine-config.ts';
import type { EventLog } from '../event-log.ts';
import { ownFailure } from '../task-ends.ts';
import type { TaskRun } from '../task-run.ts';
import { Program, type WantedTurn } from './program.ts';
import type { ToolDesk } from './tool-desk.ts';

export interface ProgramsParts {
  readonly config: EngineConfig;
  readonly log: EventLog;
  /** Null where no role has tools. */
  readonly tools: ToolDesk | null;
  /** The task waits for its next call, with the agent that has it. */
  onNext(task: number): void;
  onAnswer(task: number, text: string): void;
  onFail(task: number, failure: TurnFailure): void;
}

/** Tasks of roles whose agents are code: the code runs, and its calls are turns of the task. */
export class Programs {
  private readonly parts: ProgramsParts;
  private readonly byTask = new Map<number, Program>();

  constructor(parts: ProgramsParts) {
    this.parts = parts;
  }

  /** Whether the task is to begin with code, not with a call. */
  begins(task: number): boolean {
    return this.agentOf(task) !== null && !this.byTask.has(task);
  }

  /** The call that the task's code waits for; null where it has none. */
  wanted(task: number): WantedTurn | null {
    return this.byTask.get(task)?.wanted ?? null;
  }

  /** Upper estimate of the tokens of that call. */
  tokens(task: number): number {
    return this.byTask.get(task)?.tokens ?? 0;
  }

  begin(run: TaskRun): void {
    const { task } = run;
    const program = new Program(() => this.parts.onNext(task));
    this.byTask.set(task, program);
    this.run(run, program).then(
      (answer) => {
        if (this.byTask.get(task) !== program) return;
        this.parts.onAnswer(task, textOf(answer));
      },
      (error: unknown) => {
        if (this.byTask.get(task) !== program) return;
        this.parts.onFail(task, failureOf(error));
      },
    );
  }

  /** Whether the task's calls are those of code. */
  has(task: number): boolean {
    return this.byTask.has(task);
  }

  /** The call that the code waits for has ended well. */
  answered(task: number, result: TurnResult): void {
    this.byTask.get(task)?.answered(result);
  }

  /** The call that the code waits for has failed for good. */
  failed(task: number, failure: TurnFailure): void {
    this.byTask.get(task)?.failed(failure);
  }

  /** The task has ended, or is taken from its code. */
  forget(task: number, reason: string): void {
    const program = this.byTask.get(task);
    this.byTask.delete(task);
    program?.abort(reason);
  }

  /** The run is over: no code goes on with its tasks. */
  forgetAll(reason: string): void {
    for (const task of [...this.byTask.keys()]) this.forget(task, reason);
  }

  private agentOf(task: number): CodeAgent | null {
    const { roles, plan } = this.parts.config;
    return roles[plan.role[task]].code ?? null;
  }

  private async run(run: TaskRun, program: Program): Promise<unknown> {
    const { config } = this.parts;
    const { plan, info, state } = config;
    const { task } = run;
    const messages = plan.messages(task);
    const prompt = messages.findLast(({ role }) => role === 'user')?.content ?? '';
    const role = info.roles[plan.role[task]].name;
    const agent = agentName(state, run.agent);
    const asked = { id: plan.id(task), prompt, messages, role, agent };
    // Its first steps are not this turn's: whoever sends the task is done first.
    await null;
    return this.agentOf(task)?.processTask(asked, this.contextOf(run, role, program));
  }

  private contextOf(run: TaskRun, role: string, program: Program): AgentContext {
    const { tools } = this.parts;
    const { signal } = program.cut;
    let calls = 0;
    return {
      signal,
      chat: async (input, options) => {
        const messages: readonly Message[] =
          typeof input === 'string' ? [{ role: 'user', content: input }] : input;
        return answerOf(await program.want({ ...options, messages }));
      },
      generate: async (prompt, options) => {
        const messages = [{ role: 'user', content: prompt }];
        return answerOf(await program.want({ ...options, kind: 'generate', messages }));
      },
      embed: async (texts) => {
        const { embeddings = [] } = await program.want({ kind: 'embed', messages: [], texts });
        return embeddings;
      },
      tool: async (name, args) => {
        if (tools === null) throw new Error(`the role ${role} has no tools`);
        const call = { id: `code_${calls++}`, tool: name, arguments: JSON.stringify(args) };
        const { failure, text } = await tools.run(run, role, call, signal);
        if (failure !== null) throw new Error(`${name}: ${text}`);
        return text;
      },
    };
  }
}

function answerOf({ text, finishReason, usage }: TurnResult): ChatAnswer {
  return { text, finishReason, usage };
}

/** Text as it is, all else as JSON; nothing is the empty answer. */
function textOf(answer: unknown): string {
  if (typeof answer === 'string') return answer;
  return answer === undefined ? '' : JSON.stringify(answer);
}

/** An error that came from a call keeps its class. */
function failureOf(error: unknown): TurnFailure {
  if (error instanceof CallFailure)
    return { ...ownFailure(error.class as FailureClass, error.message), status: error.status };
  const message = error instanceof Error ? error.message : String(error);
  return ownFailure('tool', `the agent's code failed: ${message}`);
}
