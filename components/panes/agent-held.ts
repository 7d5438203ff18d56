import { AgentState } from '../../src/state/agent-state.ts';
import type { RouteState } from '../../src/state/route-state.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';

/** The route whose gate holds the tasks of a role, which is the first one of the role. */
export function holdingRoute({ info, routes }: RunSnapshot, role: number): RouteState | null {
  const route = routes[info.roles[role]?.routes[0] ?? -1];
  return route === undefined || route.heldBy === null ? null : route;
}

/** The gate that holds the tasks of a role, and what it says: `rate · 200 requests a minute`. */
export function heldBy(snapshot: RunSnapshot, role: number): string | null {
  const route = holdingRoute(snapshot, role);
  if (route === null) return null;
  return [route.heldBy, route.heldDetail].filter(Boolean).join(' · ');
}

/** Whether an agent shown so, idle, queued or held, is without a task: what it has tried belongs to its last one. */
export function waitsForTask(shown: number): boolean {
  return shown <= AgentState.held;
}
