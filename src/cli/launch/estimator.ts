import { setTimeout as sleep } from 'node:timers/promises';
import type { LaunchEstimate } from '../../../components/launch-choices.ts';
import type { Price } from '../../cost/price.ts';
import { routePrice } from '../../cost/route-price.ts';
import { compilePlan } from '../../plan/compile-plan.ts';
import { sampledTexts, type TokenCounter, tasksByRole } from '../../plan/count-input.ts';
import { countEach } from '../../plan/count-texts.ts';
import type { PlanEstimate } from '../../plan/estimate.ts';
import { estimateWith, tokenizerMargin } from '../../plan/estimate-plan.ts';
import { estimateTime } from '../../plan/estimate-time.ts';
import type { Plan } from '../../plan/plan.ts';
import { roughCount, roughMargin } from '../../plan/rough-count.ts';
import { embeddedSimulator, usualService } from '../../plan/service-habits.ts';
import { callsNothing } from '../../spec/providers.ts';
import type { ResolvedRoute, ResolvedSpec } from '../../spec/resolved.ts';
import { holdWords } from './hold-words.ts';

/** A count takes a process of its own: it waits until the hand rests. */
const restMs = 250;
/** More tasks take a while to be looked through: they wait for a pause between two keys. */
const manyTasks = 20_000;
const pauseMs = 80;

/** A plan to estimate by, and how many tasks each of its tasks stands for. */
interface Part {
  readonly plan: Plan;
  readonly times: number;
}

type Prices = readonly (Price | null)[];

/**
 * Estimates what launches would take. What it learns (prices, counts) it keeps, because settings are
 * tried out one after the other over the same work.
 */
export class Estimator {
  private readonly counts = new Map<string, number>();
  private readonly asked = new Map<string, Promise<void>>();
  private readonly known = new Map<string, Price | null>();

  /** Tells an estimate by the length of the texts first, and better ones as prices and counts come. */
  async estimate(
    spec: ResolvedSpec,
    tell: (estimate: LaunchEstimate) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { items, repeat } = spec.workload;
    if (items.length * repeat > manyTasks) await sleep(pauseMs);
    if (signal.aborted) return;
    const part = partOf(spec);
    const now = (pricing: boolean) => {
      if (!signal.aborted) tell(this.reckon(part, spec, pricing));
    };
    now(!spec.routes.every((route) => this.known.has(priceKey(route))));
    await this.lookUpPrices(spec);
    now(false);
    if (isEmbedded(spec) || this.isCounted(part, spec)) return;
    await sleep(restMs);
    if (signal.aborted) return;
    await this.count(part, spec, signal);
    now(false);
  }

  /** The best that is to be had without counting: for the question before a launch. */
  async quick(spec: ResolvedSpec): Promise<LaunchEstimate> {
    await this.lookUpPrices(spec);
    return this.reckon(partOf(spec), spec, false);
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
      routePrice(route)
        // A list that cannot be asked is one that does not have it.
        .catch(() => null)
        .then((price) => {
          this.known.set(key, price);
        });
    this.asked.set(key, asked);
    return asked;
  }

  private reckon(part: Part, spec: ResolvedSpec, pricing: boolean): LaunchEstimate {
    const prices = this.pricesNow(spec);
    const embedded = isEmbedded(spec);
    const counted = embedded || this.isCounted(part, spec);
    const estimate = estimateWith(part.plan, spec, prices, {
      times: part.times,
      count: this.counter,
      // The simulator itself goes by the length of a text.
      margin: embedded ? () => 0 : counted ? tokenizerMargin : () => roughMargin,
      service: embedded ? embeddedSimulator : usualService,
    });
    return { ...inWords(estimate, spec), counted, pricing };
  }

  private readonly counter: TokenCounter = (text) => this.counts.get(text) ?? roughCount(text);

  private isCounted({ plan }: Part, spec: ResolvedSpec): boolean {
    return textsOf(plan, spec).every((text) => this.counts.has(text));
  }

  private async count({ plan }: Part, spec: ResolvedSpec, signal: AbortSignal): Promise<void> {
    const texts = textsOf(plan, spec).filter((text) => !this.counts.has(text));
    const counted = await countEach(texts, signal);
    if (signal.aborted) return;
    // What took too long to be counted stays with what its length says.
    for (const [text, tokens] of counted)
      this.counts.set(text, tokens < 0 ? roughCount(text) : tokens);
  }
}

/** Of prompts that are asked many times over, a few rounds stand for all. */
function partOf(spec: ResolvedSpec): Part {
  const { items, repeat } = spec.workload;
  const rounds = Math.min(repeat, Math.max(1, Math.ceil(manyTasks / items.length)));
  const workload = { ...spec.workload, repeat: rounds };
  return { plan: compilePlan({ ...spec, workload }), times: repeat / rounds };
}

function inWords(estimate: PlanEstimate, spec: ResolvedSpec) {
  const { tasks, roles, inputTokens, outputTokens, costNanoUsd, unpriced, time } = estimate;
  const service = isEmbedded(spec) ? embeddedSimulator : usualService;
  const seconds = (end: 'low' | 'high') => estimateTime(spec, roles, end, service).seconds;
  return {
    tasks,
    inputTokens,
    outputTokens,
    costNanoUsd,
    unpriced,
    billed: spec.routes.some(isBilled),
    seconds: { low: seconds('low'), expected: time.seconds, high: seconds('high') },
    heldBy: holdWords(time, spec.roles.length),
  };
}

function textsOf(plan: Plan, spec: ResolvedSpec): string[] {
  return sampledTexts(plan, tasksByRole(plan, spec.roles.length));
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
