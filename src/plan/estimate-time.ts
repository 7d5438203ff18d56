import type { ResolvedSpec } from '../spec/resolved.ts';
import type { RoleEstimate, TimeEstimate } from './estimate.ts';

/** A quick service: what a call takes at best. */
const firstTokenSeconds = 0.5;
const tokensPerSecond = 100;

/** The sentence that goes with a time estimate. */
export const callTimeAssumption = `A call takes ${firstTokenSeconds} s to its first token and then ${tokensPerSecond} tokens a second.`;

/** The shortest time in which the limits, the calls in flight and the agents let the work be done. */
export function estimateTime(spec: ResolvedSpec, roles: readonly RoleEstimate[]): TimeEstimate {
  const bounds: TimeEstimate[] = [];
  let callSeconds = 0;
  const ofRoute = new Map<string, { tasks: number; tokens: number }>();
  for (const { tasks, agents, route, inputTokens, outputTokens } of roles) {
    if (tasks === 0) continue;
    const oneCall = firstTokenSeconds + outputTokens.expected / tasks / tokensPerSecond;
    callSeconds += oneCall * tasks;
    bounds.push({ seconds: Math.ceil(tasks / agents) * oneCall, heldBy: 'agents' });
    const load = ofRoute.get(route) ?? { tasks: 0, tokens: 0 };
    load.tasks += tasks;
    load.tokens += inputTokens.expected + outputTokens.expected;
    ofRoute.set(route, load);
  }
  bounds.push({ seconds: callSeconds / spec.concurrency.max, heldBy: 'concurrency' });
  const { requestsPerMinute, tokensPerMinute } = spec.limits;
  for (const { tasks, tokens } of ofRoute.values()) {
    if (requestsPerMinute !== null) {
      // What may run ahead of the even pace, DESIGN.md 5.7.
      const ahead = spec.limits.burst ?? Math.max(1, requestsPerMinute / 60);
      const seconds = (Math.max(0, tasks - ahead) / requestsPerMinute) * 60;
      bounds.push({ seconds, heldBy: 'limits.requestsPerMinute' });
    }
    if (tokensPerMinute !== null) {
      const ahead = tokensPerMinute / 60;
      const seconds = (Math.max(0, tokens - ahead) / tokensPerMinute) * 60;
      bounds.push({ seconds, heldBy: 'limits.tokensPerMinute' });
    }
  }
  return bounds.reduce((longest, bound) => (bound.seconds > longest.seconds ? bound : longest));
}
