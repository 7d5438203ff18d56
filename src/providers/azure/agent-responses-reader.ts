import { ResponsesReader, type WireResponse } from '../openai/responses-reader.ts';
import type { Turn, TurnFailure } from '../provider.ts';
import type { ReplySink } from '../wire-protocol.ts';

/** Words of a response that has not come to its end. */
const goingOn = new Set(['queued', 'in_progress']);

/** Reads what an agent's response is, or how far one in the background is. */
export class AgentResponsesReader extends ResponsesReader {
  private readonly onResponse: (response: WireResponse) => void;

  constructor(turn: Turn, sink: ReplySink, onResponse: (response: WireResponse) => void) {
    super(turn, sink);
    this.onResponse = onResponse;
  }

  protected override reply(json: unknown): void {
    const response = (json ?? {}) as WireResponse;
    this.onResponse(response);
    if (!isGoingOn(response)) return super.reply(json);
    // It works on, and is to be asked again.
    this.finishReason = String(response.status);
    this.finish();
  }

  /** A limit that was met before anything came: the model was never asked. */
  protected override judged(failure: TurnFailure): TurnFailure {
    const isFree = failure.class === 'rate-limited' && this.text === '' && this.usage === null;
    return isFree ? { ...failure, uncertain: false } : failure;
  }
}

export function isGoingOn({ status }: WireResponse): boolean {
  return goingOn.has(status ?? '');
}
