import type { CodeAgent, CodeTask } from '../../agents/code-agent.ts';
import { messageOf, thrownFailure } from '../../agents/code-failures.ts';
import { type CodeScope, codeScope } from '../../agents/code-scope.ts';
import type { TurnFailure, TurnResult } from '../../providers/provider.ts';
import { agentName } from '../../state/selection/selection-facts.ts';
import type { EngineConfig } from '../engine-config.ts';
import type { EventLog } from '../event-log.ts';
import { ownFailure } from '../task-ends.ts';
import type { TaskRun } from '../task-run.ts';
import { agentContext } from './agent-context.ts';
import { Program, type WantedTurn } from './program.ts';
import type { ToolDesk } from './tool-desk.ts';

export interface ProgramsParts {
  readonly config: EngineConfig;
  readonly log: EventLog;
  /** Null where no role has tools. */
  readonly tools: ToolDesk | null;
  /** The task waits for its next call, with the agent that has it. */
  onNext(task: number): void;
  /** The code has given the answer of its task. */
  onAnswer(task: number, text: string): void;
  onCodeFail(task: number, failure: TurnFailure): void;
}

/** Tasks of roles whose agents are code: the code runs, and its calls are turns of the task. */
export class Programs {
  private readonly parts: ProgramsParts;
  private readonly byTask = new Map<number, Program>();
  /** The run is over: its log takes nothing more. */
  private closed = false;

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

  /** The pieces of its answer that the task's code has told; null where it runs none. */
  partialText(task: number): string | null {
    return this.byTask.get(task)?.partial ?? null;
  }

  begin(run: TaskRun): void {
    const program = new Program(() => this.parts.onNext(run.task));
    this.byTask.set(run.task, program);
    void this.play(run, program);
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

  /** No code goes on with its task. */
  forgetAll(reason: string): void {
    for (const task of [...this.byTask.keys()]) this.forget(task, reason);
  }

  /** The run is over. */
  close(): void {
    this.closed = true;
  }

  private agentOf(task: number): CodeAgent | null {
    const { roles, plan } = this.parts.config;
    return roles[plan.role[task]].code ?? null;
  }

  /** Never rejects. */
  private async play(run: TaskRun, program: Program): Promise<void> {
    const { onAnswer, onCodeFail } = this.parts;
    const { task } = run;
    let text = '';
    let failure: TurnFailure | null;
    try {
      text = textOf(await this.run(run, program));
      failure = this.problemOf(task, text);
    } catch (error) {
      failure = failureOf(error);
    }
    // It has ended already, or was taken from this code.
    if (this.byTask.get(task) !== program) return;
    if (failure === null) onAnswer(task, text);
    else onCodeFail(task, failure);
  }

  private async run(run: TaskRun, program: Program): Promise<unknown> {
    const { config, tools } = this.parts;
    const { plan, info, state } = config;
    const { task } = run;
    const messages = plan.messages(task);
    const prompt = messages.findLast(({ role }) => role === 'user')?.content ?? '';
    const role = info.roles[plan.role[task]].name;
    const agent = agentName(state, run.agent);
    const asked: CodeTask = { id: plan.id(task), prompt, messages, role, agent };
    const warn = (sentence: string) => this.warn(run, sentence);
    const context = agentContext({ run, task: asked, program, tools, warn });
    // Its first steps are not this turn's: whoever sends the task is done first.
    await null;
    return codeScope.run(this.scopeOf(run, program), () =>
      this.agentOf(task)?.processTask(asked, context),
    );
  }

  private scopeOf(run: TaskRun, program: Program): CodeScope {
    const { onCodeFail, config } = this.parts;
    const { task, agent } = run;
    return {
      stray: (error) => {
        const words = `an error of its code that nobody caught: ${messageOf(error)}`;
        if (this.byTask.get(task) === program) onCodeFail(task, ownFailure('tool', words));
        else this.warn(run, `${words} (the task had ended)`);
      },
      background: (error) =>
        this.warn(run, `an error beside the tasks that nobody caught: ${messageOf(error)}`),
      line: (level, text) => config.onCodeLine?.({ task, agent, level, text }),
    };
  }

  private warn({ task, agent }: TaskRun, sentence: string): void {
    const { log, config } = this.parts;
    const message = messageOf(sentence);
    if (!this.closed) log.emit({ type: 'program.warned', task, agent, message });
    else config.onCodeLine?.({ task, agent, level: 'warn', text: message });
  }

  /** What is wrong with the answer, where its role says what answers must match. */
  private problemOf(task: number, text: string): TurnFailure | null {
    const { roles, plan } = this.parts.config;
    const problem = roles[plan.role[task]].turns?.problemOf(text) ?? null;
    if (problem === null) return null;
    return ownFailure('invalid-output', `the answer does not match the schema: ${problem}`);
  }
}

/** Text as it is, all else as JSON; nothing is the empty answer. */
function textOf(answer: unknown): string {
  if (typeof answer === 'string') return answer;
  try {
    return JSON.stringify(answer) ?? '';
  } catch (error) {
    throw new Error(`its answer cannot be written as JSON (${messageOf(error)})`);
  }
}

function failureOf(error: unknown): TurnFailure {
  const { class: failureClass, message, status, retryable } = thrownFailure(error);
  return { ...ownFailure(failureClass, message), status, shouldRetry: retryable };
}
