import type { Headers } from '../../http/reply.ts';
import { asciiJson } from '../ascii-json.ts';
import type { Answer, Problem, ReplyShape } from '../protocol.ts';
import type { ClassicRun } from './classic-run.ts';
import { wireCall } from './classic-run.ts';
import { messageStep, toolStep } from './classic-steps.ts';
import type { ClassicThread } from './classic-thread.ts';

/** What one turn of a run sends: the run itself, or a stream of all that happens in it. */
export class ClassicReply implements ReplyShape {
  readonly headers: Headers;
  readonly streamType = 'text/event-stream; charset=utf-8';
  readonly #run: ClassicRun;
  readonly #thread: ClassicThread;
  readonly #answer: Answer;
  readonly #tokenStart: string;

  constructor(run: ClassicRun, thread: ClassicThread, answer: Answer) {
    this.#run = run;
    this.#thread = thread;
    this.#answer = answer;
    this.headers = { 'x-request-id': `req_${answer.id}` };
    this.#tokenStart =
      `event: thread.message.delta\ndata: {"id":"${run.messageId}","object":"thread.message.delta",` +
      `"delta":{"role":"assistant","content":[{"index":0,"type":"text","text":{"value":"`;
  }

  opening(): string {
    this.#run.streams();
    const begun =
      (this.#run.toolTurns === 0 ? this.#runEvent('created', 'queued') : '') +
      this.#runEvent('queued') +
      this.#runEvent('in_progress');
    if (this.#answer.toolCalls.length > 0) return begun;
    const step = messageStep(this.#run, 'in_progress');
    const message = this.#thread.answerOf(this.#run, 'in_progress', '');
    return (
      begun +
      event('thread.run.step.created', step) +
      event('thread.run.step.in_progress', step) +
      event('thread.message.created', message) +
      event('thread.message.in_progress', message)
    );
  }

  token(text: string): string {
    return `${this.#tokenStart}${text}"}}]}}\n\n`;
  }

  closing(): string {
    this.#run.streamed();
    const { text, toolCalls, finishReason } = this.#answer;
    if (toolCalls.length > 0) return `${this.#calls()}${this.#runEvent('requires_action')}${done}`;
    const isCut = finishReason === 'length';
    const message = this.#thread.answerOf(this.#run, isCut ? 'incomplete' : 'completed', text);
    return (
      event(`thread.message.${isCut ? 'incomplete' : 'completed'}`, message) +
      event('thread.run.step.completed', messageStep(this.#run, 'completed')) +
      this.#runEvent(isCut ? 'incomplete' : 'completed') +
      done
    );
  }

  errorEvent(problem: Problem): string {
    this.#run.fail(problem, true);
    return this.#runEvent('failed') + done;
  }

  /** It has just been let in, however fast it will be. */
  whole(): string {
    return JSON.stringify(this.#run.json('queued'));
  }

  failed(problem: Problem): string {
    this.#run.fail(problem, false);
    return this.whole();
  }

  /** Calls as they are streamed: the arguments in two halves. */
  #calls(): string {
    const step = toolStep(this.#run, 0, 'in_progress');
    const parts = this.#answer.toolCalls.flatMap((call, index) => {
      const { id, type, function: of } = wireCall(call);
      const half = of.arguments.length >> 1;
      return [
        { index, id, type, function: { name: of.name, arguments: of.arguments.slice(0, half) } },
        { index, type, function: { arguments: of.arguments.slice(half) } },
      ];
    });
    const deltas = parts.map((part) =>
      event('thread.run.step.delta', {
        id: step.id,
        object: 'thread.run.step.delta',
        delta: { step_details: { type: 'tool_calls', tool_calls: [part] } },
      }),
    );
    return event('thread.run.step.created', step) + deltas.join('');
  }

  #runEvent(name: string, status = name): string {
    return event(`thread.run.${name}`, this.#run.json(status));
  }
}

const done = 'event: done\ndata: [DONE]\n\n';

function event(name: string, data: object): string {
  return `event: ${name}\ndata: ${asciiJson(data)}\n\n`;
}
