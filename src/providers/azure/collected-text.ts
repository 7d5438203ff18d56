import { AnswerReader } from '../answer-reader.ts';
import type { CallStep, ExchangeStep } from '../call-flow.ts';
import type { Turn, TurnResult } from '../provider.ts';
import type { ReplySink } from '../wire-protocol.ts';
import type { ProjectApi } from './project-api.ts';
import type { WireRun } from './run-object.ts';
import { textOf, type WirePart } from './run-reader.ts';

interface WireList {
  readonly data?: readonly { readonly role?: string; readonly content?: readonly WirePart[] }[];
  readonly has_more?: boolean;
  readonly last_id?: string | null;
}

/** The text of a run that did not stream it: the messages that it left in its thread. */
export function* collected(
  api: ProjectApi,
  thread: string,
  run: WireRun,
): Generator<CallStep, string, TurnResult> {
  const path = `/threads/${thread}/messages?run_id=${run.id}&order=asc&limit=100`;
  let text = '';
  for (let after: string | null = ''; after !== null; ) {
    const page = new MessagePage(api, path + (after === '' ? '' : `&after=${after}`), text !== '');
    text += (yield page).text;
    after = page.next;
  }
  return text;
}

class MessagePage implements ExchangeStep {
  readonly kind = 'exchange';
  readonly stage = 'collecting';
  readonly bills = false;
  readonly clears = false;
  readonly request: ExchangeStep['request'];
  /** Where the next page begins; null where there is none. */
  next: string | null = null;
  private readonly isLater: boolean;

  constructor(api: ProjectApi, path: string, isLater: boolean) {
    this.request = (_, key) => api.request('GET', path, null, key);
    this.isLater = isLater;
  }

  reader(turn: Turn, sink: ReplySink): AnswerReader {
    return new MessagePageReader(turn, sink, this.isLater, (next) => {
      this.next = next;
    });
  }
}

class MessagePageReader extends AnswerReader {
  private readonly isLater: boolean;
  private readonly onNext: (next: string) => void;

  constructor(turn: Turn, sink: ReplySink, isLater: boolean, onNext: (next: string) => void) {
    super(turn, sink);
    this.isLater = isLater;
    this.onNext = onNext;
  }

  protected chunk(): void {}

  protected reply(json: unknown): void {
    const { data = [], has_more: more, last_id: last } = (json ?? {}) as WireList;
    for (const { role, content } of data) {
      const text = role === 'assistant' ? textOf(content) : '';
      if (text === '') continue;
      if (this.text !== '' || this.isLater) this.take('\n\n');
      this.take(text);
    }
    if (more === true && last) this.onNext(last);
    this.finish();
  }
}
