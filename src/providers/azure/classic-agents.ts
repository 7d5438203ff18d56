import type { RouteAgent } from '../../spec/resolved.ts';
import { AnswerForms } from '../answer-forms.ts';
import { type CallFlow, type CallStep, type ExchangeStep, StepFailure } from '../call-flow.ts';
import type { Turn, TurnResult } from '../provider.ts';
import type {
  HealthRequest,
  ReplyReader,
  ReplySink,
  WireProtocol,
  WireRequest,
} from '../wire-protocol.ts';
import type { AgentAuth } from './agent-auth.ts';
import { postedMessages, runBody, threadMessage, threadMessages } from './classic-messages.ts';
import { collected } from './collected-text.ts';
import { noEmbeddings } from './no-embeddings.ts';
import { ProjectApi } from './project-api.ts';
import { failureOfRun, isGoingOn, type WireRun } from './run-object.ts';
import { RunReader } from './run-reader.ts';
import { resultOfRun } from './run-result.ts';
import { resultsOf, type WaitingRun, WaitingRuns } from './waiting-runs.ts';

/** Posts of one call that are under way at a time. */
const mostPosts = 8;
const firstPollMs = 250;
const longestPollMs = 1_000;

/** A thread as one call uses it. */
interface Use {
  readonly thread: string;
  run: WireRun | null;
  /** The run waits for what its tools give: it and its thread stay. */
  waits: boolean;
}

/**
 * Azure's classic agents: a thread, its messages, a run of the agent over them. The thread is
 * deleted after the call, unless it is to be kept.
 *
 * @see https://learn.microsoft.com/rest/api/aifoundry/aiagents
 */
export class ClassicAgents implements WireProtocol {
  readonly embeddings = noEmbeddings;
  private readonly api: ProjectApi;
  private readonly agent: RouteAgent;
  private readonly waiting = new WaitingRuns();
  private readonly answers = new AnswerForms({
    forms: ['strict', 'schema', 'json'],
    showsSchema: true,
  });
  /** The service refused to stream. */
  private isUnstreamed: boolean;

  constructor(baseUrl: string, agent: RouteAgent, auth: AgentAuth) {
    this.api = new ProjectApi(baseUrl, '?api-version=v1', auth);
    this.agent = agent;
    this.isUnstreamed = agent.poll;
  }

  /** One request that does the work of a whole call: for a person to look at, or to send. */
  request(turn: Turn, key?: string): WireRequest {
    const thread = { messages: threadMessages(turn) };
    const run = runBody(this.agent.id, turn, this.answers.of(turn));
    const body = { ...run, thread, stream: !this.isUnstreamed };
    return this.api.request('POST', '/threads/runs', body, key);
  }

  reader(turn: Turn, sink: ReplySink): ReplyReader {
    return new RunReader(turn, sink, () => {});
  }

  ready(): Promise<void> | null {
    return this.api.auth.ready();
  }

  /** Whether the agent is there. */
  health(): HealthRequest {
    return this.api.request('GET', `/assistants/${this.agent.id}`, null);
  }

  *flow(turn: Turn): CallFlow {
    const until = this.ready();
    if (until !== null) yield { kind: 'wait', until };
    const waiting = this.waiting.take(turn);
    const use: Use = {
      thread: waiting?.thread ?? (yield* this.newThread()),
      run: waiting === null ? null : { id: waiting.run, status: 'requires_action' },
      waits: false,
    };
    try {
      if (waiting === null) yield* this.post(use.thread, turn);
      const result = yield* this.answer(use, turn, waiting);
      const calls = result.toolCalls ?? [];
      if (calls.length > 0 && use.run?.id !== undefined) {
        const run = { thread: use.thread, run: use.run.id };
        this.waiting.keep(
          run,
          calls.map(({ id }) => id),
        );
        use.waits = true;
      }
      yield { kind: 'answer', result };
    } finally {
      if (!use.waits) yield* this.clear(use);
    }
  }

  leftovers(): CallFlow[] {
    return this.waiting
      .takeAll()
      .map(({ thread, run }) =>
        this.clear({ thread, run: { id: run, status: 'queued' }, waits: false }),
      );
  }

  private *newThread(): Generator<CallStep, string, TurnResult> {
    const step = this.api.post('/threads', {}, { stage: 'creating thread' });
    yield step;
    return step.text('id');
  }

  /**
   * One after the other: their order is that of the conversation. But for messages that say their own
   * place in it, which are posted in batches, a batch at a time.
   */
  private *post(thread: string, turn: Turn): CallFlow {
    const messages = postedMessages(turn);
    const { postsAtOnce = 1 } = turn;
    // The first says what the others are.
    const batches = 1 + Math.ceil((messages.length - 1) / postsAtOnce);
    for (let batch = 0; batch < batches; batch++) {
      const from = batch === 0 ? 0 : 1 + (batch - 1) * postsAtOnce;
      const steps = messages
        .slice(from, batch === 0 ? 1 : from + postsAtOnce)
        .map((message) => this.api.post(`/threads/${thread}/messages`, threadMessage(message)));
      const stage = `posting batch ${batch + 1} of ${batches}`;
      yield { kind: 'parallel', stage, steps, atOnce: mostPosts };
    }
  }

  private *answer(
    use: Use,
    turn: Turn,
    waiting: WaitingRun | null,
  ): Generator<CallStep, TurnResult, TurnResult> {
    const path = `/threads/${use.thread}/runs`;
    const result =
      waiting === null
        ? yield* this.asked(path, turn, use)
        : yield* this.streamed((stream) => {
            const ended = `${path}/${waiting.run}/submit_tool_outputs`;
            return this.run(ended, { ...outputs(turn), stream }, use);
          });
    const run = yield* this.ended(path, use);
    const isWhole = result.text !== '' || (result.toolCalls ?? []).length > 0;
    if (isWhole) return result;
    const isWaiting = run.status === 'requires_action';
    return resultOfRun(run, turn, isWaiting ? '' : yield* collected(this.api, use.thread, run));
  }

  /** A new run, asked for its answer in the surest form that the service takes. */
  private *asked(path: string, turn: Turn, use: Use): Generator<CallStep, TurnResult, TurnResult> {
    for (;;) {
      const asked = this.answers.of(turn);
      const body = runBody(this.agent.id, turn, asked);
      try {
        return yield* this.streamed((stream) => this.run(path, { ...body, stream }, use));
      } catch (error) {
        if (!(error instanceof StepFailure) || turn.outputSchema === undefined) throw error;
        const { status, message } = error.failure;
        if (!this.answers.refused(turn.outputSchema, asked.form, status ?? 0, message)) throw error;
      }
    }
  }

  /** As a stream, unless the service refuses that. */
  private *streamed(
    ask: (stream: boolean) => ExchangeStep,
  ): Generator<CallStep, TurnResult, TurnResult> {
    try {
      return yield ask(!this.isUnstreamed);
    } catch (error) {
      if (this.isUnstreamed || !refusesToStream(error)) throw error;
      this.isUnstreamed = true;
      return yield ask(false);
    }
  }

  /** The run once it has a state that lasts: asked for until it has. */
  private *ended(path: string, use: Use): Generator<CallStep, WireRun, TurnResult> {
    for (let ms = firstPollMs; use.run !== null && isGoingOn(use.run); ms *= 2) {
      yield { kind: 'wait', until: Math.min(ms, longestPollMs) };
      const step = this.api.get(`${path}/${use.run.id}`);
      yield step;
      use.run = step.value ?? {};
    }
    const run = use.run ?? {};
    const failure = failureOfRun(run, '');
    if (failure !== null) throw new StepFailure(failure);
    return run;
  }

  private run(path: string, body: object, use: Use): ExchangeStep {
    return {
      kind: 'exchange',
      stage: 'running',
      bills: true,
      clears: false,
      request: (_, key) => this.api.request('POST', path, body, key),
      reader: (turn, sink) =>
        new RunReader(turn, sink, (run) => {
          use.run = { ...use.run, ...run };
        }),
    };
  }

  /** A run that works on would cost on, and one that waits would block its thread. */
  private *clear({ thread, run }: Use): CallFlow {
    const path = `/threads/${thread}`;
    if (run?.id !== undefined && (isGoingOn(run) || run.status === 'requires_action'))
      yield this.api.post(`${path}/runs/${run.id}/cancel`, null, { clears: true });
    if (!this.agent.keep) yield this.api.delete(path);
  }
}

function outputs({ messages }: Turn): object {
  const tool_outputs = resultsOf(messages).map(({ toolCallId, content }) => ({
    tool_call_id: toolCallId,
    output: content,
  }));
  return { tool_outputs };
}

function refusesToStream(error: unknown): boolean {
  if (!(error instanceof StepFailure)) return false;
  const { status, message } = error.failure;
  return status === 400 && /\bstream/i.test(message);
}
