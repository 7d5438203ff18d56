import type { TurnFailure, TurnResult } from '../../providers/provider.ts';
import type { WantedCall } from '../../state/events.ts';
import type { EngineConfig } from '../engine-config.ts';
import type { EventLog } from '../event-log.ts';
import { noUsage, ownFailure } from '../task-ends.ts';
import type { TaskRun } from '../task-run.ts';
import type { Dialogue, EndedTurn } from './dialogue.ts';
import type { Dialogues } from './dialogues.ts';
import { nextStep } from './role-turns.ts';
import type { ToolDesk } from './tool-desk.ts';

export interface TurnsParts {
  readonly config: EngineConfig;
  readonly log: EventLog;
  readonly dialogues: Dialogues;
  /** Null where no role has tools. */
  readonly tools: ToolDesk | null;
  /** The task waits for its next call, with the agent that has it. */
  onNext(task: number): void;
  onFail(task: number, failure: TurnFailure): void;
}

/** Takes a task from one call to its next: tools run in between, or the model is told what was wrong. */
export class Turns {
  private readonly parts: TurnsParts;
  /** Tools under way, by the run whose they are. */
  private readonly underWay = new Set<Promise<void>>();

  constructor(parts: TurnsParts) {
    this.parts = parts;
  }

  /** A call has ended well. @returns whether its task goes on; else the text is the answer */
  goesOn(run: TaskRun, result: TurnResult, costNanoUsd: number | null): boolean {
    const { config, dialogues } = this.parts;
    const rules = config.roles[config.plan.role[run.task]].turns;
    if (!rules) return false;
    const step = nextStep(rules, result, dialogues.of(run.task));
    if (step === null) return false;
    const calls = step.kind === 'repair' ? [] : step.calls;
    const problem = step.kind === 'tools' ? null : step.problem;
    const dialogue = this.ended(run, result, costNanoUsd, { calls, problem });
    if (step.kind === 'tools') this.runTools(run, step.calls, dialogue);
    else if (step.kind === 'repair') this.parts.onNext(run.task);
    else this.parts.onFail(run.task, ownFailure(step.class, step.message));
    return true;
  }

  /** Resolves once no tool runs any more. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay);
  }

  /** Records a turn that was not the last. */
  ended(
    run: TaskRun,
    { usage: reported, finishReason, text }: TurnResult,
    costNanoUsd: number | null,
    { calls, problem }: Pick<EndedTurn, 'calls' | 'problem'>,
  ): Dialogue {
    const usage = reported ?? noUsage;
    const dialogue = this.parts.dialogues.open(run.task);
    dialogue.ended({ usage, costNanoUsd, text, calls, problem });
    this.parts.log.emit({
      type: 'turn.finished',
      task: run.task,
      agent: run.agent,
      route: run.route,
      turn: dialogue.turns,
      callMs: run.sinceAttempt(),
      firstTokenMs: run.firstTokenMs,
      finishReason,
      usage,
      costNanoUsd,
      text,
      calls,
      problem,
    });
    return dialogue;
  }

  /** All of them at once; a tool has a limit of its own. */
  private runTools(run: TaskRun, calls: readonly WantedCall[], dialogue: Dialogue): void {
    const { config, tools, onNext } = this.parts;
    const cut = new AbortController();
    run.tools = cut;
    const turn = dialogue.turns;
    const role = config.info.roles[config.plan.role[run.task]].name;
    const all = calls.map(async (call) => {
      const outcome = await tools?.run(run, role, call, cut.signal);
      if (outcome !== undefined) dialogue.answered(call.id, outcome.text, turn);
    });
    const ended = Promise.all(all).then(() => {
      this.underWay.delete(ended);
      // It has ended meanwhile, or was taken from its agent.
      if (run.tools !== cut) return;
      run.tools = null;
      onNext(run.task);
    });
    this.underWay.add(ended);
  }
}
