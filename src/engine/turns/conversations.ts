import type { Turn, TurnFailure, TurnResult } from '../../providers/provider.ts';
import type { SpentByTurns } from '../../state/events.ts';
import type { EngineConfig } from '../engine-config.ts';
import type { EventLog } from '../event-log.ts';
import { turnFailedEvent } from '../task-ends.ts';
import type { TaskRun } from '../task-run.ts';
import { Dialogues } from './dialogues.ts';
import { Programs } from './programs.ts';
import { ToolDesk } from './tool-desk.ts';
import { turnOf } from './turn-of.ts';
import { Turns } from './turns.ts';

export interface ConversationsParts {
  readonly config: EngineConfig;
  readonly log: EventLog;
  /** The task waits for its next call, with the agent that has it. */
  onNext(task: number): void;
  /** Code has given the answer of its task. */
  onAnswer(task: number, text: string): void;
  onFail(task: number, failure: TurnFailure): void;
  /** Code has failed with its task. */
  onCodeFail(task: number, failure: TurnFailure): void;
}

/** All that is between the calls of a task: what was said, tools, repairs, and agents that are code. */
export class Conversations {
  /** Null where no role has tools. */
  readonly tools: ToolDesk | null;
  private readonly parts: ConversationsParts;
  private readonly dialogues: Dialogues;
  private readonly turns: Turns;
  private readonly programs: Programs;

  constructor(parts: ConversationsParts) {
    this.parts = parts;
    const { config, log } = parts;
    this.tools = config.tools ? new ToolDesk(log, config.tools) : null;
    this.dialogues = new Dialogues(config);
    const { tools, dialogues } = this;
    this.turns = new Turns({ ...parts, dialogues, tools });
    this.programs = new Programs({ ...parts, tools });
  }

  /** Upper estimate of the tokens of a task's next call beyond the messages of its plan. */
  extraTokens(task: number): number {
    const { programs, dialogues } = this;
    return programs.has(task) ? programs.tokens(task) : dialogues.extraTokens(task);
  }

  /** Whether the task is to begin with its agent's code, not with a call. */
  beginsWithCode(task: number): boolean {
    return this.programs.begins(task);
  }

  /** The task's code begins. */
  begin(run: TaskRun): void {
    run.codeRuns = true;
    const { task, agent, attempt } = run;
    this.parts.log.emit({ type: 'program.started', task, agent, attempt });
    this.programs.begin(run);
  }

  /** Calls of the task that have ended well, and were not its last. */
  turnsOf(task: number): number {
    return this.dialogues.of(task)?.turns ?? 0;
  }

  /** The call that the task makes next. */
  turn(task: number, attempt: number, route: Pick<Turn, 'model' | 'maxOutputTokens'>): Turn {
    const { programs, dialogues } = this;
    const { plan, info } = this.parts.config;
    const made = { id: plan.id(task), role: info.roles[plan.role[task]].name, attempt };
    const turn = turnOf(this.parts.config, task, dialogues.of(task), programs.wanted(task), route);
    return { ...turn, task: made };
  }

  /** A call has ended well. @returns whether its task goes on; else the text is the answer */
  goesOn(run: TaskRun, result: TurnResult, costNanoUsd: number | null): boolean {
    if (!this.programs.has(run.task)) return this.turns.goesOn(run, result, costNanoUsd);
    this.turns.ended(run, result, costNanoUsd, { calls: [], problem: null });
    run.codeRuns = true;
    this.programs.answered(run.task, result);
    return true;
  }

  /** A call has failed for good. @returns whether it was one of a code's, which is told */
  takesFailure(run: TaskRun, failure: TurnFailure): boolean {
    if (run.expired || !this.programs.has(run.task)) return false;
    this.parts.log.emit(turnFailedEvent(run, failure));
    run.codeRuns = true;
    this.programs.failed(run.task, failure);
    return true;
  }

  /** What its turns took that ended well; null where none did. */
  spent(task: number): SpentByTurns | null {
    return this.dialogues.of(task)?.spent ?? null;
  }

  /** The same with one more call. */
  spentWith(task: number, call: SpentByTurns): SpentByTurns {
    return this.dialogues.of(task)?.spentWith(call) ?? call;
  }

  /** The task has ended. */
  forget(task: number): void {
    this.dialogues.forget(task);
    this.programs.forget(task, 'the task has ended');
  }

  /** The task's code, where it has one, begins anew when it is its turn again. */
  restart(task: number, reason: string): void {
    this.programs.forget(task, reason);
  }

  /** Whether the task is in the hands of code, which may be between its calls or wait for one. */
  hasCode(task: number): boolean {
    return this.programs.has(task);
  }

  /** The pieces of its answer that the task's code has told; null where it runs none. */
  partialText(task: number): string | null {
    return this.programs.partialText(task);
  }

  /** No code goes on with its task. It cannot be made to end, so nobody waits for it. */
  abandonCode(reason: string): void {
    this.programs.forgetAll(reason);
  }

  /** The run is over: what code has to say yet goes past its log. */
  close(): void {
    this.programs.close();
  }

  /** Resolves once no tool runs any more. */
  settled(): Promise<void> {
    return this.turns.settled();
  }
}
