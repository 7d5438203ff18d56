import type { AgentInstance } from './agent-instances.ts';

type Methods = Readonly<Record<PropertyKey, unknown>>;

const endings: readonly PropertyKey[] = [
  'shutdown',
  'close',
  'stop',
  'dispose',
  'destroy',
  Symbol.asyncDispose,
  Symbol.dispose,
];

/** Ends an agent in its own way, where it has one. */
export async function endInstance({ call, self }: AgentInstance): Promise<void> {
  const agent = (self ?? call) as unknown as Methods;
  const method = endings.find((name) => typeof agent[name] === 'function');
  if (method !== undefined) await (agent[method] as () => unknown).call(agent);
}

/** What an agent tells of itself; undefined where it tells nothing. */
export function ownStats({ call, self }: AgentInstance): unknown {
  const agent = (self ?? call) as unknown as Methods;
  try {
    const { getStats, stats } = agent;
    const told = getStats ?? stats;
    return typeof told === 'function' ? told.call(agent) : told;
  } catch {
    // It is asked for nothing more than it has.
    return undefined;
  }
}
