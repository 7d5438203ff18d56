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
export async function endAgent(agent: object): Promise<void> {
  const methods = agent as Methods;
  const method = endings.find((name) => typeof methods[name] === 'function');
  if (method !== undefined) await (methods[method] as () => unknown).call(agent);
}

/** What an agent tells of itself by `getStats()`, `stats()` or `stats`, as plain data; undefined where it tells nothing. */
export function statsOf(agent: object): unknown {
  try {
    const { getStats, stats } = agent as Methods;
    const own = getStats ?? stats;
    const told = typeof own === 'function' ? own.call(agent) : own;
    return told === undefined ? undefined : JSON.parse(JSON.stringify(told));
  } catch {
    // It is asked for nothing more than it has.
    return undefined;
  }
}
