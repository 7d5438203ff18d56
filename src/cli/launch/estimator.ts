import { setTimeout as sleep } from 'node:timers/promises';
import type { LaunchEstimate } from '../../../components/launch-choices.ts';
import type { Price } from '../../cost/price.ts';
import { routePrice } from '../../cost/route-price.ts';
import { plannedTasks } from '../../plan/compile-plan.ts';
import type { TokenCounter } from '../../plan/count-input.ts';
import { type CountScale, sameCount, scaleOfModel } from '../../plan/count-scale.ts';
import { countEach } from '../../plan/count-texts.ts';
import type { PlanEstimate } from '../../plan/estimate.ts';
import { estimateWith } from '../../plan/estimate-plan.ts';
import { estimateTime } from '../../plan/estimate-time.ts';
import { roughCount, roughMargin } from '../../plan/rough-count.ts';
import { embeddedSimulator, usualService } from '../../plan/service-habits.ts';
import { callsNothing } from '../../spec/providers.ts';
import type { ResolvedRoute, ResolvedSpec } from '../../spec/resolved.ts';
import { ownPrices } from '../session-money.ts';
import { taskWords } from '../task-words.ts';
import { counterWords } from './counter-words.ts';
import { type EstimatedPart, manyTasks, partOf } from './estimated-part.ts';
import { holdWords } from './hold-words.ts';
import type { ServiceCounts } from './service-counts.ts';

/** A count takes a process of its own, and a service is asked: both wait until the hand rests. */
const restMs = 250;
/** To look through many tasks waits for a pause between two keys. */
const pauseMs = 80;

type Prices = readonly (Price | null)[];

/**
 * Estimates what launches would take. What it learns (prices, counts) it keeps, because settings are
 * tried out one after the other over the same work.
 */
export class Estimator {
  private readonly services: ServiceCounts | null;
  private readonly counts = new Map<string, number>();
  private readonly asked = new Map<string, Promise<void>>();
  private readonly known = new Map<string, Price | null>();

  /** @param services counts by those that are asked; null where none may be */
  constructor(services: ServiceCounts | null) {
    this.services = services;
  }

  /** Tells an estimate by the length of the texts first, and better ones as prices and counts come. */
  async estimate(
    spec: ResolvedSpec,
    tell: (estimate: LaunchEstimate) => void,
    signal: AbortSignal,
  ): Promise<void> {
    if (plannedTasks(spec) > manyTasks) await sleep(pauseMs);
    if (signal.aborted) return;
    const part = partOf(spec);
    const now = (pricing: boolean) => {
      if (!signal.aborted) tell(this.reckon(part, spec, pricing));
    };
    now(!spec.routes.every((route) => this.known.has(priceKey(route))));
    await this.lookUpPrices(spec);
    now(false);
    if (isEmbedded(spec) || this.isSettled(part)) return;
    await sleep(restMs);
    if (signal.aborted) return;
    const asked = this.services?.ask(part.samples, signal);
    await this.count(part, signal);
    now(false);
    if (await asked) now(false);
  }

  /** The best that is to be had without counting: for the question before a launch. */
  async quick(spec: ResolvedSpec): Promise<LaunchEstimate> {
    await this.lookUpPrices(spec);
    return this.reckon(partOf(spec), spec, false);
  }

  /** Services that did not count are asked again with the next estimate. */
  askAgain(): void {
    this.services?.askAgain();
  }

  private async lookUpPrices({ routes }: ResolvedSpec): Promise<void> {
    await Promise.all(routes.map((route) => this.lookUp(route)));
  }

  /** The prices of the spec's routes, in their order; null where one is unknown, or not known yet. */
  pricesNow({ routes }: ResolvedSpec): Prices {
    return routes.map((route) => this.known.get(priceKey(route)) ?? null);
  }

  private lookUp(route: ResolvedRoute): Promise<void> {
    const key = priceKey(route);
    const asked =
      this.asked.get(key) ??
      routePrice(route, ownPrices())
        // A list that cannot be asked is one that does not have it.
        .catch(() => null)
        .then((price) => {
          this.known.set(key, price);
        });
    this.asked.set(key, asked);
    return asked;
  }

  private reckon(part: EstimatedPart, spec: ResolvedSpec, pricing: boolean): LaunchEstimate {
    const prices = this.pricesNow(spec);
    const embedded = isEmbedded(spec);
    const counted = embedded || this.isCounted(part);
    const ofServices = counted ? this.scalesOf(part) : new Map<ResolvedRoute, CountScale>();
    const estimate = estimateWith(part.plan, spec, prices, {
      times: part.times,
      count: this.counter,
      scale: (route) => {
        // The simulator itself goes by the length of a text.
        if (embedded) return sameCount;
        if (!counted) return { ratio: 1, margin: roughMargin };
        return ofServices.get(route) ?? scaleOfModel(route.model);
      },
      service: embedded ? embeddedSimulator : usualService,
    });
    const countedBy = counterWords(estimate, [...ofServices.keys()]);
    return { ...inWords(estimate, spec), counted, countedBy, pricing };
  }

  private scalesOf({ samples }: EstimatedPart): Map<ResolvedRoute, CountScale> {
    const scales = new Map<ResolvedRoute, CountScale>();
    for (const sample of samples) {
      const scale = this.services?.scale(sample, this.counter) ?? null;
      if (scale !== null) scales.set(sample.route, scale);
    }
    return scales;
  }

  private readonly counter: TokenCounter = (text) => this.counts.get(text) ?? roughCount(text);

  private isSettled(part: EstimatedPart): boolean {
    return this.isCounted(part) && (this.services?.isSettled(part.samples) ?? true);
  }

  private isCounted({ texts }: EstimatedPart): boolean {
    return texts.every((text) => this.counts.has(text));
  }

  private async count(part: EstimatedPart, signal: AbortSignal): Promise<void> {
    if (this.isCounted(part)) return;
    const texts = part.texts.filter((text) => !this.counts.has(text));
    const counted = await countEach(texts, signal);
    if (signal.aborted) return;
    // What took too long to be counted stays with what its length says.
    for (const [text, tokens] of counted)
      this.counts.set(text, tokens < 0 ? roughCount(text) : tokens);
  }
}

function inWords(estimate: PlanEstimate, spec: ResolvedSpec) {
  const { tasks, taskBound, roles, chain, inputTokens, outputTokens, costNanoUsd, unpriced, time } =
    estimate;
  const service = isEmbedded(spec) ? embeddedSimulator : usualService;
  const seconds = (end: 'low' | 'high') => estimateTime(spec, roles, end, service, chain).seconds;
  return {
    tasks,
    taskWords: taskWords(tasks, taskBound),
    inputTokens,
    outputTokens,
    costNanoUsd,
    unpriced,
    billed: spec.routes.some(isBilled),
    seconds: { low: seconds('low'), expected: time.seconds, high: seconds('high') },
    heldBy: holdWords(time, spec.roles.length),
  };
}

/** Nobody is paid for what the simulator does, wherever it is. */
function isBilled({ provider }: ResolvedRoute): boolean {
  return provider !== 'simulator' && provider !== 'ollama' && !callsNothing(provider);
}

/** All of it goes to the simulator in this process, whose answers are known. */
function isEmbedded({ routes }: ResolvedSpec): boolean {
  return routes.every(({ baseUrl }) => baseUrl === null);
}

function priceKey({ provider, model, price }: ResolvedRoute): string {
  return `${provider} ${model} ${price === null ? '' : `${price.input} ${price.output}`}`;
}
