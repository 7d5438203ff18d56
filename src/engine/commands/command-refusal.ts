import { mostAgents } from '../../spec/defaults.ts';
import type { RunState } from '../../state/run-state.ts';
import type { Command, ConcurrencyWish, TuningWish } from './command.ts';
import type { TuningNow } from './tuning-now.ts';

/**
 * Why a command cannot be carried out as the run stands; null where it can. What a selection selects
 * is looked at elsewhere.
 */
export function commandRefusal(command: Command, state: RunState, over: boolean): string | null {
  if (over) return 'the run is over';
  const { phase } = state;
  const stopping = phase === 'DRAINING' || phase === 'STOPPING';
  switch (command.type) {
    case 'pause':
      if (stopping) return 'the run is being stopped';
      if (phase === 'PAUSED') return 'the run is paused already';
      if (phase === 'PAUSING' && command.mode === 'soft') return 'the run is pausing already';
      return null;
    case 'resume':
      if (stopping) return 'the run is being stopped';
      return phase === 'PAUSED' || phase === 'PAUSING' ? null : 'the run is not paused';
    case 'stop':
      if (phase === 'STOPPING') return 'the run is being stopped already';
      if (phase === 'DRAINING' && command.mode === 'drain')
        return 'the run is draining already; a stop now cuts what still runs';
      return null;
    case 'concurrency':
      return concurrencyRefusal(command.value);
    case 'agents':
      return agentsRefusal(state, command.role, command.value);
    case 'route':
    case 'breaker':
      return routeRefusal(state, command.route);
    case 'priority':
      if (Number.isInteger(command.value) && Math.abs(command.value) <= 1000) return null;
      return `a priority is critical, high, normal, low or a whole number from -1000 to 1000, not ${command.value}`;
    case 'tune':
    case 'preset': {
      const { concurrency, agents, shares, route } = command.wish;
      return (
        (concurrency === undefined ? null : concurrencyRefusal(concurrency)) ??
        (typeof agents === 'number' ? agentsRefusal(state, null, agents, true) : null) ??
        (typeof agents === 'object' ? agentsByRoleRefusal(state, agents) : null) ??
        (shares === undefined ? null : sharesRefusal(state, shares)) ??
        (route === undefined ? null : routeRefusal(state, route))
      );
    }
    default:
      return stopping ? 'the run is being stopped' : null;
  }
}

/** Why a wish does not go together with what stays as it is; null where it does. */
export function wishRefusal({ retry }: TuningWish, now: TuningNow): string | null {
  const { baseMs, maxMs } = { ...now.retry, ...retry };
  if (baseMs <= maxMs) return null;
  return retry?.maxMs === undefined
    ? `retry.baseMs is at most retry.maxMs, which is ${maxMs}, not ${baseMs}`
    : `retry.maxMs is at least retry.baseMs, which is ${baseMs}, not ${maxMs}`;
}

function concurrencyRefusal(value: ConcurrencyWish): string | null {
  if (typeof value === 'string') return null;
  const { min, max } = typeof value === 'number' ? { min: value, max: value } : value;
  if (!Number.isInteger(min) || !Number.isInteger(max) || min < 1)
    return `concurrency takes a whole number from 1 up, a range as 10-200, auto or fixed, not ${typeof value === 'number' ? value : `${min}-${max}`}`;
  return min <= max ? null : `a range begins with the smaller number: ${max}-${min}`;
}

function agentsRefusal(
  { info, agents }: RunState,
  role: string | null,
  value: number,
  overAll = false,
): string | null {
  const { roles } = info;
  const names = roles.map(({ name }) => name);
  if (role === null && roles.length > 1 && !overAll)
    return `say which role: agents ${names[0]} ${value}; there are ${names.join(', ')}`;
  if (role !== null && !names.includes(role))
    return `there is no role ${role}; there are ${names.join(', ')}`;
  const least = overAll ? roles.length : 1;
  if (!Number.isInteger(value) || value < least)
    return `a role takes a whole number of agents from ${least} up, not ${value}`;
  const index = role === null ? -1 : names.indexOf(role);
  const others = index < 0 ? 0 : agents.liveCount() - agents.roleSize(index);
  if (others + value > mostAgents)
    return `a run has at most ${mostAgents.toLocaleString('en')} agents`;
  return null;
}

function agentsByRoleRefusal(
  state: RunState,
  wished: Readonly<Record<string, number>>,
): string | null {
  for (const [role, value] of Object.entries(wished)) {
    const refused = agentsRefusal(state, role, value);
    if (refused !== null) return refused;
  }
  return null;
}

function sharesRefusal(
  { info }: RunState,
  shares: Readonly<Record<string, number>>,
): string | null {
  const names = info.roles.map(({ name }) => name);
  const unknown = Object.keys(shares).find((role) => !names.includes(role));
  return unknown === undefined
    ? null
    : `there is no role ${unknown}; there are ${names.join(', ')}`;
}

function routeRefusal({ info }: RunState, route: string): string | null {
  const names = info.routes.map(({ name }) => name);
  if (names.includes(route)) return null;
  return `there is no route ${route}; there are ${names.join(', ')}`;
}
