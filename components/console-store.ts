import { createContext, useContext, useSyncExternalStore } from 'react';
import { type ConsoleState, layoutOf } from './console-state.ts';

/** The one place that the console's own state lives; components read it through `useConsole`. */
export class ConsoleStore {
  private current: ConsoleState;
  private readonly listeners = new Set<() => void>();

  constructor(initial: ConsoleState) {
    this.current = initial;
  }

  readonly get = (): ConsoleState => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  /** Tells the listeners only where something differs. */
  update(change: Partial<ConsoleState>): void {
    const keys = Object.keys(change) as (keyof ConsoleState)[];
    if (keys.every((key) => Object.is(change[key], this.current[key]))) return;
    const next = { ...this.current, ...change };
    const same = layoutOf(next) === layoutOf(this.current);
    this.current = same ? next : { ...next, generation: next.generation + 1 };
    for (const listener of [...this.listeners]) listener();
  }
}

export const StoreContext = createContext<ConsoleStore | null>(null);

export function useStore(): ConsoleStore {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('the store is asked for outside of a console');
  return store;
}

/** Renders again only when what is selected changes. */
export function useConsole<T>(select: (state: ConsoleState) => T): T {
  const store = useStore();
  const read = () => select(store.get());
  return useSyncExternalStore(store.subscribe, read, read);
}
