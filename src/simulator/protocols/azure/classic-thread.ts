import { invalid, isObject, type JsonObject } from '../read-json.ts';
import { unixNow } from './azure-shape.ts';
import type { ClassicRun } from './classic-run.ts';

export type ThreadMessage = JsonObject & { readonly id: string };

/** A thread with its messages and runs, of which one at most is active. */
export class ClassicThread {
  readonly id: string;
  metadata: unknown;
  readonly runs: ClassicRun[] = [];
  private readonly list: ThreadMessage[] = [];
  private readonly createdAt = unixNow();

  constructor(id: string, metadata: unknown) {
    this.id = id;
    this.metadata = metadata ?? {};
  }

  /** The oldest first; what the last run has answered by now is among them. */
  get messages(): readonly ThreadMessage[] {
    const run = this.runs.at(-1);
    if (run?.answer && ['completed', 'incomplete'].includes(run.status)) this.addAnswer(run);
    return this.list;
  }

  /** A `Refusal` where a run is active: it must not change under it. */
  checkFree(): void {
    const active = this.runs.find((run) => run.isActive);
    if (active !== undefined)
      throw invalid(`Thread ${this.id} already has an active run ${active.id}.`);
  }

  /** @param said `role` and `content` as they were sent */
  post(id: string, said: JsonObject): ThreadMessage {
    if (said.role !== 'user' && said.role !== 'assistant')
      throw invalid("Invalid 'role': expected 'user' or 'assistant'.", 'role');
    const message = this.message(id, said.role, contentOf(said.content), {
      metadata: said.metadata ?? {},
      attachments: said.attachments ?? [],
    });
    this.list.push(message);
    return message;
  }

  /** What the run says, as a message of the thread. */
  answerOf(run: ClassicRun, status: string, text: string): ThreadMessage {
    return this.message(run.messageId, 'assistant', text === '' ? [] : [part(text)], {
      status,
      assistant_id: run.origin.agent,
      run_id: run.id,
      incomplete_details: status === 'incomplete' ? { reason: 'max_tokens' } : null,
    });
  }

  json(): object {
    const { id, createdAt, metadata } = this;
    return { id, object: 'thread', created_at: createdAt, metadata, tool_resources: {} };
  }

  private addAnswer(run: ClassicRun): void {
    if (this.list.some(({ id }) => id === run.messageId)) return;
    this.list.push(this.answerOf(run, run.status, run.answer?.text ?? ''));
  }

  private message(id: string, role: string, content: object[], more: object): ThreadMessage {
    return {
      id,
      object: 'thread.message',
      created_at: unixNow(),
      thread_id: this.id,
      status: 'completed',
      role,
      content,
      assistant_id: null,
      run_id: null,
      attachments: [],
      metadata: {},
      ...more,
    };
  }
}

/** The text of a message. */
export function messageText({ content }: ThreadMessage): string {
  const parts = Array.isArray(content) ? content.filter(isObject) : [];
  return parts.map(({ text }) => (isObject(text) ? String(text.value ?? '') : '')).join('\n');
}

function contentOf(content: unknown): object[] {
  if (typeof content === 'string' && content !== '') return [part(content)];
  if (!Array.isArray(content) || content.length === 0)
    throw invalid("Missing required parameter: 'content'.", 'content');
  return content
    .filter(isObject)
    .map((one) => part(String(isObject(one.text) ? one.text.value : (one.text ?? ''))));
}

function part(text: string): object {
  return { type: 'text', text: { value: text, annotations: [] } };
}
