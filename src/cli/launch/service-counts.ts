import { countTurn, type TokenCounter, tasksByRole } from '../../plan/count-input.ts';
import { type CountScale, scaleOfSample } from '../../plan/count-scale.ts';
import type { Plan } from '../../plan/plan.ts';
import { type SampledTurn, sampleTurns } from '../../plan/sample-turns.ts';
import { canCount, countTokens } from '../../providers/probe/count-tokens.ts';
import type { Turn } from '../../providers/provider.ts';
import { proxyFor } from '../../providers/proxy-for.ts';
import type { Environment } from '../../spec/environment.ts';
import type { ResolvedRoute, ResolvedSpec } from '../../spec/resolved.ts';

/** Turns that a service is asked to count for a route. */
const mostTurns = 8;

/** What the service of a route may be asked to count: turns that a launch would send there first. */
export interface RouteSample {
  readonly route: ResolvedRoute;
  readonly turns: readonly Turn[];
  /** Different ones that they were chosen from. */
  readonly among: number;
}

/** The routes whose service counts, and for which there is a key. */
export function routeSamples(plan: Plan, spec: ResolvedSpec): RouteSample[] {
  const counting = spec.routes.filter((route) => route.key !== null && canCount(route));
  if (counting.length === 0) return [];
  const tasksOf = tasksByRole(plan, spec.roles.length);
  return counting.flatMap((route) => {
    const tasks = spec.roles.flatMap(({ routes: [first] }, role) =>
      spec.routes[first] === route ? tasksOf[role] : [],
    );
    if (tasks.length === 0) return [];
    const { turns, among } = sampleTurns(plan, tasks, mostTurns);
    const turnOf = ({ task, messages }: SampledTurn): Turn => ({
      model: route.model,
      messages,
      maxOutputTokens: null,
      outputSchema: spec.roles[plan.role[task]].schema ?? undefined,
    });
    return { route, turns: turns.map(turnOf), among };
  });
}

/**
 * What services count, which are asked once for each text. One that does not answer as it should is
 * not asked again: then our own count has to do.
 */
export class ServiceCounts {
  private readonly environment: Environment;
  private readonly counts = new Map<string, number>();
  private readonly silent = new Set<string>();

  constructor(environment: Environment) {
    this.environment = environment;
  }

  /** Whether nothing more is to be learned by asking. */
  isSettled(samples: readonly RouteSample[]): boolean {
    return samples.every(
      (sample) => this.silent.has(placeOf(sample.route)) || this.unknown(sample).length === 0,
    );
  }

  /** Those that did not answer are asked once more. */
  askAgain(): void {
    this.silent.clear();
  }

  /** Asks what is not known yet, and says whether anything was learned; never rejects. */
  async ask(samples: readonly RouteSample[], signal: AbortSignal): Promise<boolean> {
    const told = await Promise.all(samples.map((sample) => this.askFor(sample, signal)));
    return told.includes(true);
  }

  /** What the tokenizer of a route makes of our count; null where its service has not told. */
  scale(sample: RouteSample, count: TokenCounter): CountScale | null {
    const counted = sample.turns.map((turn) => ({
      ours: countTurn(turn.messages, count),
      theirs: this.counts.get(keyOf(sample.route, turn)) ?? 0,
    }));
    if (counted.some(({ theirs }) => theirs === 0)) return null;
    return scaleOfSample(counted, sample.among);
  }

  private unknown({ route, turns }: RouteSample): Turn[] {
    return turns.filter((turn) => !this.counts.has(keyOf(route, turn)));
  }

  private async askFor(sample: RouteSample, signal: AbortSignal): Promise<boolean> {
    const { route } = sample;
    const asked = this.unknown(sample);
    const key = this.environment[route.key?.replace(/^env:/, '') ?? ''];
    if (asked.length === 0 || this.silent.has(placeOf(route)) || !key) return false;
    try {
      const baseUrl = route.baseUrl as string;
      const proxy = proxyFor(baseUrl, this.environment);
      const counts = await countTokens(route, { baseUrl, key, proxy }, asked, signal);
      asked.forEach((turn, index) => {
        this.counts.set(keyOf(route, turn), counts[index]);
      });
      return true;
    } catch {
      if (!signal.aborted) this.silent.add(placeOf(route));
      return false;
    }
  }
}

function placeOf({ provider, baseUrl, key, model }: ResolvedRoute): string {
  return `${provider} ${baseUrl} ${key} ${model}`;
}

function keyOf(route: ResolvedRoute, { messages, outputSchema }: Turn): string {
  return `${placeOf(route)} ${JSON.stringify([messages, outputSchema])}`;
}
