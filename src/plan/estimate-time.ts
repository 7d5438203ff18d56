import { callsNothing } from '../spec/providers.ts';
import type { LimitPolicy, ResolvedSpec } from '../spec/resolved.ts';
import type { RoleEstimate, Span, TimeEstimate } from './estimate.ts';
import { type ServiceHabits, usualService } from './service-habits.ts';

const limitSpans = [
  ['requestsPerSecond', 1],
  ['requestsPerMinute', 60],
  ['requestsPerHour', 3_600],
  ['requestsPerDay', 86_400],
  ['tokensPerSecond', 1],
  ['tokensPerMinute', 60],
  ['tokensPerHour', 3_600],
  ['tokensPerDay', 86_400],
] as const;

/** The sentence that goes with a time estimate. */
export const callTimeAssumption = `A call takes ${usualService.firstTokenSeconds} s to its first token and then ${usualService.tokensPerSecond} tokens a second.`;

/**
 * The shortest time in which the limits, the calls in flight, the agents and the order of the work let it be
 * done.
 *
 * @param end whether answers are as short as is likely, as expected, or as long
 * @param chain calls of each role that come one after the other, see `longestChain`
 */
export function estimateTime(
  spec: ResolvedSpec,
  roles: readonly RoleEstimate[],
  end: keyof Span = 'expected',
  { firstTokenSeconds, tokensPerSecond }: ServiceHabits = usualService,
  chain: readonly number[] = [],
): TimeEstimate {
  const bounds: TimeEstimate[] = [];
  let callSeconds = 0;
  let chainSeconds = 0;
  const silent = new Set(
    spec.routes.filter(({ provider }) => callsNothing(provider)).map(({ name }) => name),
  );
  const ofRoute = new Map<string, { tasks: number; tokens: number }>();
  for (const [index, each] of roles.entries()) {
    const { role, tasks, agents, route, inputTokens, outputTokens } = each;
    if (tasks === 0 || silent.has(route)) continue;
    const oneCall = firstTokenSeconds + outputTokens[end] / tasks / tokensPerSecond;
    callSeconds += oneCall * tasks;
    chainSeconds += oneCall * (chain[index] ?? 0);
    const seconds = Math.ceil(tasks / agents) * oneCall;
    bounds.push({ seconds, heldBy: 'agents', of: role, allows: agents });
    const load = ofRoute.get(route) ?? { tasks: 0, tokens: 0 };
    load.tasks += tasks;
    load.tokens += inputTokens[end] + outputTokens[end];
    ofRoute.set(route, load);
  }
  const { max } = spec.concurrency;
  bounds.push({ seconds: callSeconds / max, heldBy: 'concurrency', of: null, allows: max });
  for (const { name, limits } of spec.routes) {
    const load = ofRoute.get(name);
    if (load !== undefined) bounds.push(...limitBounds(name, limits, load));
  }
  const inARow = chain.reduce((sum, calls) => sum + calls, 0);
  bounds.push({ seconds: chainSeconds, heldBy: 'needs', of: null, allows: inARow });
  return bounds.reduce((longest, bound) => (bound.seconds > longest.seconds ? bound : longest));
}

/** What each limit of a route takes for its load, as if nothing of it had been used before. */
function limitBounds(
  route: string,
  limits: LimitPolicy,
  load: { tasks: number; tokens: number },
): TimeEstimate[] {
  return limitSpans.flatMap(([field, spanSeconds]): TimeEstimate[] => {
    const limit = limits[field];
    if (limit === null) return [];
    const units = field.startsWith('requests') ? load.tasks : load.tokens;
    const held = { heldBy: `limits.${field}`, of: route, allows: limit } as const;
    // The last of them goes when so many whole windows have passed.
    if (spanSeconds >= 3_600)
      return [{ seconds: Math.max(0, Math.ceil(units / limit) - 1) * spanSeconds, ...held }];
    // What may run ahead of the even pace, DESIGN.md 5.7.
    const burst = field.startsWith('requests') ? limits.burst : null;
    const ahead = Math.max(1, burst ?? limit / 60);
    return [{ seconds: (Math.max(0, units - ahead) / limit) * spanSeconds, ...held }];
  });
}
