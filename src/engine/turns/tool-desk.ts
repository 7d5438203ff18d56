import type { WantedCall } from '../../state/events.ts';
import { callKey } from '../../state/tool-calls.ts';
import type { ToolBox, ToolCallWatch, ToolOutcome } from '../../tools/tool.ts';
import type { EngineConfig } from '../engine-config.ts';
import type { EventLog } from '../event-log.ts';
import type { TaskRun } from '../task-run.ts';

/** What becomes of a tool that asks first: the operator is there to say, or it was said before. */
export type ApprovalPolicy = 'ask' | 'allow' | 'refuse';

interface Question {
  answer(allowed: boolean, by: string): void;
}

/** Runs the tools that models want called, and passes on what the operator says of them. */
export class ToolDesk {
  private readonly log: EventLog;
  private readonly box: ToolBox;
  private readonly policy: ApprovalPolicy;
  /** By `callKey`. */
  private readonly questions = new Map<string, Question>();

  constructor(log: EventLog, tools: NonNullable<EngineConfig['tools']>) {
    this.log = log;
    this.box = tools.box;
    this.policy = tools.approval;
  }

  /** Runs one call to its end. Never rejects. */
  async run(
    { task, agent }: TaskRun,
    role: string,
    wanted: WantedCall,
    signal: AbortSignal,
  ): Promise<ToolOutcome> {
    const { id, tool, arguments: args } = wanted;
    const of = { task, agent, call: id, tool };
    const watch: ToolCallWatch = {
      approve: () => this.approve(of, args, signal),
      started: ({ source }) => this.log.emit({ type: 'tool.started', ...of, source }),
    };
    const call = { id, name: tool, arguments: args };
    const outcome = await this.box.run(role, call, watch, signal);
    const { failure, durationMs, bytes, text } = outcome;
    this.log.emit({ type: 'tool.finished', ...of, failure, durationMs, bytes, text });
    return outcome;
  }

  /** @param calls that ask, by `callKey` */
  answer(calls: readonly string[], allowed: boolean, by: string): void {
    for (const call of calls) this.questions.get(call)?.answer(allowed, by);
  }

  private approve(
    of: {
      readonly task: number;
      readonly agent: number;
      readonly call: string;
      readonly tool: string;
    },
    args: string,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (this.policy !== 'ask') return Promise.resolve(this.policy === 'allow');
    if (signal.aborted) return Promise.reject(signal.reason);
    const key = callKey(of);
    this.log.emit({ type: 'tool.asked', ...of, arguments: args });
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const question: Question = {
      answer: (allowed, by) => {
        done();
        this.log.emit({ type: 'tool.answered', ...of, allowed, by });
        resolve(allowed);
      },
    };
    const cut = () => {
      done();
      reject(signal.reason);
    };
    const done = () => {
      this.questions.delete(key);
      signal.removeEventListener('abort', cut);
    };
    this.questions.set(key, question);
    signal.addEventListener('abort', cut);
    return promise;
  }
}
