import type { WrapOptions } from './wrap-options.ts';

/** An agent of before: a function, a class, or an object with one of `agentMethods`. */
export type OldAgent =
  | ((...args: never[]) => unknown)
  | (new (
      ...args: never[]
    ) => object)
  | object;

/** By which of them a task is done, the first that there is. */
export const agentMethods = ['processTask', 'process', 'run', 'execute'] as const;

export type AgentFunction = (...args: unknown[]) => unknown;
export type AgentClass = new (...args: unknown[]) => object;

export type AgentShape =
  | { readonly kind: 'function'; readonly call: AgentFunction }
  | { readonly kind: 'class'; readonly made: AgentClass }
  | { readonly kind: 'object'; readonly self: object };

const expected = `a function, a class, or an object with a method ${agentMethods.join(', ')}`;

/** @throws TypeError where it is nothing that can be given a task */
export function shapeOf(agent: unknown, options: WrapOptions): AgentShape {
  if (typeof agent === 'function') {
    if (isClass(agent, options)) return { kind: 'class', made: agent as AgentClass };
    if (options.instance === 'per-agent')
      throw new TypeError(
        'wrapAgent: instance: per-agent needs a class, to make each of them from',
      );
    return { kind: 'function', call: agent as AgentFunction };
  }
  if (typeof agent !== 'object' || agent === null)
    throw new TypeError(`wrapAgent takes ${expected}; got ${agent === null ? null : typeof agent}`);
  if (options.instance === 'per-agent')
    throw new TypeError('wrapAgent: instance: per-agent needs a class, and got an object');
  methodOf(agent, options);
  return { kind: 'object', self: agent };
}

/**
 * The name of the method that does a task.
 *
 * @throws TypeError where the object has none
 */
export function methodOf(self: object, { method }: WrapOptions): string {
  const found = method === undefined ? firstMethod(self) : hasMethod(self, method) && method;
  if (found) return found;
  const wanted = method === undefined ? expected : `an object with a method ${method}`;
  throw new TypeError(`wrapAgent takes ${wanted}; got one without`);
}

/** Written as a class, or a constructor of the old kind, which has methods for what it makes. */
// biome-ignore lint/complexity/noBannedTypes: whatever `typeof` calls a function
function isClass(agent: Function, { method }: WrapOptions): boolean {
  if (/^class\b/.test(sourceOf(agent))) return true;
  const made: unknown = agent.prototype;
  if (typeof made !== 'object' || made === null) return false;
  const names: readonly string[] = method === undefined ? agentMethods : [method];
  return names.some((name) => hasMethod(made, name));
}

function firstMethod(agent: object): string | undefined {
  return agentMethods.find((name) => hasMethod(agent, name));
}

function hasMethod(agent: object, name: string): boolean {
  return typeof (agent as Record<string, unknown>)[name] === 'function';
}

/** Whether a function is to be given a callback, by what it looks like. */
export function takesCallback(call: AgentFunction): boolean {
  const kind = Object.prototype.toString.call(call);
  if (call.length < 2 || kind !== '[object Function]') return false;
  return !secondParameter(sourceOf(call)).startsWith('{');
}

/** The second parameter as it is written; empty where there is none. */
function secondParameter(source: string): string {
  let depth = 0;
  for (let at = source.indexOf('(') + 1; at > 0 && at < source.length; at++) {
    const sign = source[at];
    if ('([{'.includes(sign)) depth++;
    else if (')]}'.includes(sign) && --depth < 0) return '';
    else if (sign === ',' && depth === 0) return source.slice(at + 1).trimStart();
  }
  return '';
}

// biome-ignore lint/complexity/noBannedTypes: whatever `typeof` calls a function
function sourceOf(agent: Function): string {
  return Function.prototype.toString.call(agent);
}
