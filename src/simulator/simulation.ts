import { answerTo } from './answer.ts';
import { faultedAnswer } from './answer-faults.ts';
import { changedConfig } from './changed-config.ts';
import { defaultConfig, type SimulatorConfig } from './config.ts';
import { drawFault, type FaultName, faultProblem, faults, strikes } from './faults.ts';
import { Generation } from './generation.ts';
import type { Reply } from './http/reply.ts';
import type { HttpRequest } from './http/request-reader.ts';
import { KeptRequests } from './kept-requests.ts';
import { KeyNames } from './key-names.ts';
import { afterLoad, atOnce, paceOf } from './pace.ts';
import { playScript } from './play-script.ts';
import {
  type Ask,
  type GenerationAsk,
  type Problem,
  type Protocol,
  Refusal,
} from './protocols/protocol.ts';
import { createProtocols, fallbackProtocol } from './protocols/protocols.ts';
import { seededRandom } from './random.ts';
import { RateLimits } from './rate-limits.ts';
import type { SimulatorRecord } from './record.ts';
import { type RecordedCall, type RecordedConnection, Recorder } from './recorder.ts';
import { isServed, modelNotFound } from './served-models.ts';
import { ServiceQueue } from './service-queue.ts';
import { Ticker } from './ticker.ts';
import { uncompressed } from './uncompressed.ts';

/** What a refused call is asked to wait when too many run at once, ms. */
const crowdedWaitMs = 1000;

/** One request on its way through the simulation. */
interface Visit {
  readonly protocol: Protocol;
  readonly reply: Reply;
  readonly call: RecordedCall;
}

/** The service that is simulated: takes requests of any protocol, and answers as configured. */
export class Simulation {
  readonly recorder = new Recorder();
  /** A fault demands that for a moment no connection is accepted. */
  onRestart: () => void = () => {};
  readonly #protocols = createProtocols(() => this.#config);
  readonly #ticker = new Ticker();
  readonly #keys = new KeyNames();
  readonly #requests = new KeptRequests();
  #config: SimulatorConfig;
  #queue: ServiceQueue;
  #limits: RateLimits;
  #random: () => number;
  #generations = 0;

  /** @param change what differs from the defaults; throws a `ConfigError` for what is no config */
  constructor(change: unknown) {
    this.#config = changedConfig(defaultConfig, change);
    this.#queue = new ServiceQueue(this.#config.queueAbove);
    this.#limits = new RateLimits(this.#config);
    this.#random = seededRandom(this.#config.seed);
  }

  get config(): SimulatorConfig {
    return this.#config;
  }

  /** Changes what is given; throws a `ConfigError`, and changes nothing, if any of it is wrong. */
  configure(change: unknown): SimulatorConfig {
    const old = this.#config;
    const config = changedConfig(old, change);
    this.#config = config;
    if (config.seed !== old.seed) this.#random = seededRandom(config.seed);
    if (config.faults !== old.faults) this.#generations = 0;
    const limits = ['requestsPerMinute', 'tokensPerMinute', 'limitBurstSeconds'] as const;
    if (limits.some((name) => config[name] !== old[name])) this.#limits = new RateLimits(config);
    this.#queue.slots = config.queueAbove;
    return config;
  }

  /** @param withBodies the newest requests too, as they came */
  record(lines: number, withBodies = false): SimulatorRecord {
    const record = this.recorder.snapshot(lines, this.#queue.waiting);
    return withBodies ? { ...record, requests: this.#requests.newest(lines) } : record;
  }

  clearRecord(): void {
    this.recorder.clear();
    this.#requests.clear();
  }

  stop(): void {
    this.#ticker.stop();
  }

  handle(request: HttpRequest, reply: Reply, connection: RecordedConnection): void {
    const { method, path, headers } = request;
    const matched = this.#protocols.find((protocol) => protocol.matches(method, path, headers));
    const protocol = matched ?? fallbackProtocol;
    const key = protocol.keyOf(request);
    const keyName = key === null ? null : this.#keys.nameOf(key);
    const call = this.recorder.callStarted({ connection, method, path, key: keyName });
    reply.observer = call;
    const visit = { protocol, reply, call };
    try {
      const plain = uncompressed(request);
      this.#requests.keep(call.id, plain, keyName);
      if (matched === undefined) throw new Refusal(unknownPath(method, path));
      if (key === 'invalid') throw new Refusal(invalidKey);
      this.#answer(visit, protocol.read(plain));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#refuse(visit, error.problem);
    }
  }

  #answer(visit: Visit, ask: Ask): void {
    if (ask.kind === 'generation') {
      this.#generate(visit, ask);
      return;
    }
    this.recorder.callServed(visit.call);
    if (ask.kind === 'script') {
      playScript(ask, visit.reply, this.#ticker, (cut) => {
        visit.call.aborted = cut;
        this.recorder.callEnded(visit.call);
      });
      return;
    }
    visit.reply.whole(200, { 'content-type': 'application/json' }, ask.body);
    this.recorder.callEnded(visit.call);
  }

  #generate(visit: Visit, ask: GenerationAsk): void {
    const { call, protocol } = visit;
    const config = this.#config;
    call.model = ask.model;
    call.stream = ask.stream;
    call.promptHash = ask.promptHash;
    call.promptTokens = ask.promptTokens;
    if (!isServed(ask.model)) throw new Refusal(modelNotFound(ask.model));
    const wanted = answerTo(ask, config, call.id);
    const limit = this.#limitOf(call, ask.promptTokens + wanted.outputTokens);
    if (limit !== null && !ask.isLimitedInside) throw new Refusal(limit);
    const drawn = drawFault(config.faults, ask.model, ++this.#generations, this.#random);
    call.fault = strikes(drawn, ask) ? drawn : null;
    const fault = call.fault === null ? null : faults[call.fault];
    const answer = faultedAnswer(wanted, call.fault, ask);
    const slowness = call.fault === 'trickle' ? 10 : 1;
    const loadMs = ask.isCold ? config.modelLoadMs : 0;
    const pace = afterLoad(paceOf(config, answer.tokens.length, slowness, this.#random), loadMs);
    const generation = new Generation(
      {
        ...visit,
        shape: ask.shape(answer, { loadMs, firstMs: pace.firstMs, endMs: pace.endMs }),
        tokens: answer.tokens,
        stream: ask.stream,
        pace: ask.isBackground ? atOnce : pace,
        faultConfig: config.faults,
        inside:
          limit ??
          (fault?.act === 'fail-inside'
            ? faultProblem(call.fault as FaultName, fault.problem, config.faults)
            : null),
        headers: protocol.limitHeaders(this.#limits.state(call.key, performance.now())),
      },
      this.#ticker,
      {
        restarted: () => this.onRestart(),
        started: () => this.recorder.callServed(call),
        ended: (ended) => {
          this.#queue.leave(ended);
          this.recorder.callEnded(call);
        },
      },
    );
    this.#queue.enter(generation);
  }

  /** The limit that the call is above; null where it is below all. */
  #limitOf(call: RecordedCall, tokens: number): Problem | null {
    const { maxConcurrent } = this.#config;
    if (maxConcurrent !== null && this.#queue.size >= maxConcurrent) {
      return {
        status: 429,
        kind: 'rate-limit',
        message: `Too many requests at once: no more than ${maxConcurrent} may be in flight.`,
        retryAfterMs: crowdedWaitMs,
      };
    }
    const refused = this.#limits.admit(call.key, tokens, performance.now());
    if (refused === null) return null;
    const { limit, perMinute, waitMs } = refused;
    const wait = `Please try again in ${Math.ceil(waitMs)}ms.`;
    return {
      status: 429,
      kind: 'rate-limit',
      message: `Rate limit reached for ${call.model} on ${limit} per min: limit ${perMinute}. ${wait}`,
      retryAfterMs: waitMs,
    };
  }

  #refuse(visit: Visit, problem: Problem): void {
    const { protocol, reply, call } = visit;
    const { headers, body } = protocol.problem(problem);
    const limits = protocol.limitHeaders(this.#limits.state(call.key, performance.now()));
    reply.whole(problem.status, { ...headers, ...limits }, body);
    this.recorder.callEnded(call);
  }
}

const invalidKey: Problem = {
  status: 401,
  kind: 'invalid-key',
  message: 'Incorrect API key provided: invalid. The simulator takes any other key.',
};

function unknownPath(method: string, path: string): Problem {
  return { status: 404, kind: 'unknown-path', message: `Invalid URL (${method} ${path})` };
}
