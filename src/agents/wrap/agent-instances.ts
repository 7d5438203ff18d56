import { messageOf } from '../code-failures.ts';
import { codeScope } from '../code-scope.ts';
import { type AgentClass, type AgentFunction, type AgentShape, methodOf } from './agent-shape.ts';
import { isEmitter } from './read-emitter.ts';
import type { WrapOptions } from './wrap-options.ts';

/** One agent of before that is there. */
export interface AgentInstance {
  readonly call: AgentFunction;
  /** Undefined of a function. */
  readonly self: object | undefined;
  /** Its name; undefined of a function. */
  readonly method: string | undefined;
  /** What it says is not told by task: it is given one at a time. Null where that does not matter. */
  turn: Promise<unknown> | null;
}

/** What a class is made into, one for each agent of the swarm or one for all; a function or an object as it is. */
export class AgentInstances {
  readonly all: AgentInstance[] = [];
  private readonly shape: AgentShape;
  private readonly options: WrapOptions;
  private readonly byAgent = new Map<string, AgentInstance>();

  constructor(shape: AgentShape, options: WrapOptions) {
    this.shape = shape;
    this.options = options;
  }

  /**
   * The one that works for an agent of the swarm.
   *
   * @throws Error where its class cannot be made
   */
  of(agent: string): AgentInstance {
    const key = this.isPerAgent ? agent : '';
    const there = this.byAgent.get(key);
    if (there !== undefined) return there;
    const instance = this.make();
    this.all.push(instance);
    this.byAgent.set(key, instance);
    return instance;
  }

  /** Its code may still be at work on a task that was given up: its agent goes on with another one. */
  leave(agent: string, instance: AgentInstance): void {
    if (this.isPerAgent && this.byAgent.get(agent) === instance) this.byAgent.delete(agent);
  }

  /** It has ended what was given up: its agent goes on with it, unless there is another by now. */
  comeBack(agent: string, instance: AgentInstance): void {
    if (this.isPerAgent && !this.byAgent.has(agent)) this.byAgent.set(agent, instance);
  }

  private get isPerAgent(): boolean {
    return this.shape.kind === 'class' && this.options.instance !== 'shared';
  }

  private make(): AgentInstance {
    const { shape, options } = this;
    if (shape.kind === 'function')
      return { call: shape.call, self: undefined, method: undefined, turn: null };
    const self = shape.kind === 'object' ? shape.self : this.construct(shape.made);
    const method = methodOf(self, options);
    const call = (self as Record<string, AgentFunction>)[method];
    if (!isEmitter(self)) return { call, self, method, turn: null };
    const { background } = codeScope.getStore() ?? {};
    // An error that nobody listens for would end the process; during a task it is that task's.
    self.on('error', (error) => {
      if (self.listenerCount?.('error') === 1) background?.(error);
    });
    return { call, self, method, turn: Promise.resolve() };
  }

  /** What it starts by itself belongs to no task. */
  private construct(made: AgentClass): object {
    const scope = codeScope.getStore();
    const make = () => new made(...(this.options.args ?? []));
    try {
      if (scope === undefined) return make();
      return codeScope.run({ ...scope, stray: scope.background }, make);
    } catch (error) {
      throw new Error(`${made.name || 'its class'} cannot be made: ${messageOf(error)}`);
    }
  }
}
