import type { RouteAgent } from '../../spec/resolved.ts';
import { AnswerForms } from '../answer-forms.ts';
import type { CallFlow, CallStep, ExchangeStep } from '../call-flow.ts';
import { inputItems, responsesWishes } from '../openai/openai-responses.ts';
import type { WireResponse } from '../openai/responses-reader.ts';
import type { Turn, TurnResult } from '../provider.ts';
import type {
  HealthRequest,
  ReplyReader,
  ReplySink,
  WireProtocol,
  WireRequest,
} from '../wire-protocol.ts';
import type { AgentAuth } from './agent-auth.ts';
import { AgentResponsesReader, isGoingOn } from './agent-responses-reader.ts';
import { noEmbeddings } from './no-embeddings.ts';
import { ProjectApi } from './project-api.ts';

/** Items that a conversation takes at once. */
const batch = 20;
const firstPollMs = 250;
const longestPollMs = 1_000;

/** What one call has at the service. */
interface Use {
  conversation: string | null;
  response: WireResponse | null;
}

/**
 * Azure's newer agents: a response that an agent gives, over a conversation where there is too much
 * for one request. The whole conversation of the turn travels with the call, calls of tools and their
 * results with it; what the call made at the service is deleted after it, unless it is to be kept.
 */
export class AgentResponses implements WireProtocol {
  readonly embeddings = noEmbeddings;
  /** The responses of the project, and conversations. */
  private readonly api: ProjectApi;
  private readonly project: ProjectApi;
  private readonly agent: RouteAgent;
  /**
   * Where an agent is named, the service refuses the format of an answer: that is the agent's own.
   *
   * @see https://github.com/microsoft/agent-framework/issues/5467
   */
  private readonly answers = new AnswerForms({ forms: [], showsSchema: false });

  constructor(baseUrl: string, agent: RouteAgent, auth: AgentAuth) {
    this.api = new ProjectApi(`${baseUrl}/openai/v1`, '', auth);
    this.project = new ProjectApi(baseUrl, '?api-version=v1', auth);
    this.agent = agent;
  }

  request(turn: Turn, key?: string): WireRequest {
    return this.api.request('POST', '/responses', this.body(turn, this.items(turn), null), key);
  }

  reader(turn: Turn, sink: ReplySink): ReplyReader {
    return new AgentResponsesReader(turn, sink, () => {});
  }

  ready(): Promise<void> | null {
    return this.api.auth.ready();
  }

  /** Whether the agent is there, in the version that is asked for. */
  health(): HealthRequest {
    const { id, version } = this.agent;
    const path = `/agents/${encodeURIComponent(id)}`;
    const ofVersion = version === null ? '' : `/versions/${encodeURIComponent(version)}`;
    return this.project.request('GET', path + ofVersion, null);
  }

  *flow(turn: Turn): CallFlow {
    const until = this.ready();
    if (until !== null) yield { kind: 'wait', until };
    const use: Use = { conversation: null, response: null };
    try {
      const items = yield* this.post(this.items(turn), use);
      const first = yield this.ask(use, this.api, 'POST', '/responses', {
        stage: 'running',
        body: this.body(turn, items, use.conversation),
      });
      yield { kind: 'answer', result: yield* this.ended(first, use) };
    } finally {
      yield* this.clear(use);
    }
  }

  /** What the system said goes as a message: an agent has instructions of its own. */
  private items(turn: Turn): readonly object[] {
    return this.answers.of(turn).messages.flatMap(inputItems);
  }

  /** What of the items is left for the response itself, the others being in a conversation. */
  private *post(
    items: readonly object[],
    use: Use,
  ): Generator<CallStep, readonly object[], TurnResult> {
    if (items.length <= batch) return items;
    const last = items.length - 1;
    const batches = Math.ceil(last / batch);
    const made = this.api.post('/conversations', {}, { stage: 'creating conversation' });
    yield made;
    use.conversation = made.text('id');
    for (let index = 0; index < batches; index++) {
      const some = items.slice(index * batch, Math.min(last, (index + 1) * batch));
      yield this.api.post(
        `/conversations/${use.conversation}/items`,
        { items: some },
        { stage: `posting batch ${index + 1} of ${batches}` },
      );
    }
    return items.slice(last);
  }

  /** The answer once it is whole: of one in the background it is asked until it is. */
  private *ended(first: TurnResult, use: Use): Generator<CallStep, TurnResult, TurnResult> {
    let result = first;
    for (let ms = firstPollMs; use.response !== null && isGoingOn(use.response); ms *= 2) {
      yield { kind: 'wait', until: Math.min(ms, longestPollMs) };
      result = yield this.ask(use, this.api, 'GET', `/responses/${use.response.id}`, {
        stage: null,
        body: null,
      });
    }
    return result;
  }

  private ask(
    use: Use,
    api: ProjectApi,
    method: 'POST' | 'GET',
    path: string,
    { stage, body }: { readonly stage: string | null; readonly body: object | null },
  ): ExchangeStep {
    return {
      kind: 'exchange',
      stage,
      bills: method === 'POST',
      clears: false,
      request: (_, key) => api.request(method, path, body, key),
      reader: (turn, sink) =>
        new AgentResponsesReader(turn, sink, (response) => {
          use.response = response;
        }),
    };
  }

  private body(turn: Turn, input: readonly object[], conversation: string | null): object {
    const { id, version, poll, keep } = this.agent;
    return {
      agent_reference: {
        type: 'agent_reference',
        name: id,
        ...(version === null ? {} : { version }),
      },
      input,
      ...responsesWishes(turn),
      ...(poll ? { stream: false, background: true } : { stream: true }),
      ...(conversation === null ? {} : { conversation }),
      // What is in a conversation, or works in the background, is stored in any case.
      ...(conversation === null && !poll && !keep ? { store: false } : {}),
    };
  }

  private *clear({ conversation, response }: Use): CallFlow {
    const path = `/responses/${response?.id}`;
    if (response?.id !== undefined && isGoingOn(response))
      yield this.api.post(`${path}/cancel`, null, { clears: true });
    if (this.agent.keep) return;
    if (this.agent.poll && response?.id !== undefined) yield this.api.delete(path);
    if (conversation !== null) yield this.api.delete(`/conversations/${conversation}`);
  }
}
