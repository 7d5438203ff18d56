import { format } from 'node:util';
import { codeScope } from '../agents/code-scope.ts';

/** What code of agents can do to the process that it runs in, and what is done about it. */

let isOurs = false;
let hasCode = false;
let watchers = 0;

/** The process is the command line's own: what code of agents leaves in it goes with it. */
export function ownProcess(): void {
  isOurs = true;
}

/**
 * Errors of agents' code that nobody caught end no process from now on: they are told where they
 * belong. In a process of our own its lines for the console go to the log of the run too, since stdout
 * has the result and the screen is drawn. All other errors are as before.
 *
 * @returns a function that ends that; in a process of our own the code lives as long as that
 */
export function beginCode(): () => void {
  if (watchers++ === 0) {
    process.on('uncaughtException', onException);
    process.on('unhandledRejection', onRejection);
  }
  if (isOurs) {
    if (!hasCode) takeConsole();
    hasCode = true;
    return () => {};
  }
  return () => {
    if (--watchers > 0) return;
    process.off('uncaughtException', onException);
    process.off('unhandledRejection', onRejection);
  };
}

/**
 * Ends a process of our own in which there is code of agents, once its output is written: nobody knows
 * what that still waits for.
 */
export async function leaveCode(): Promise<void> {
  if (!hasCode) return;
  const written = [process.stdout, process.stderr].map(
    (stream) => new Promise((resolve) => stream.write('', resolve)),
  );
  await Promise.all(written);
  process.exit();
}

function onException(error: unknown): void {
  told(error, 'uncaughtException');
}

function onRejection(error: unknown): void {
  told(error, 'unhandledRejection');
}

function told(error: unknown, event: 'uncaughtException' | 'unhandledRejection'): void {
  const scope = codeScope.getStore();
  if (scope !== undefined) return scope.stray(error);
  // Ours, or those of a program that we are a part of: they end the process, as without us.
  if (process.listenerCount(event) > 1) return;
  process.off('uncaughtException', onException);
  process.off('unhandledRejection', onRejection);
  setImmediate(() => {
    throw error;
  });
}

const levels = { debug: 'debug', log: 'info', info: 'info', warn: 'warn', error: 'warn' } as const;

/** Whatever takes the console besides, as a screen does while it is drawn, takes all but the lines of code. */
function takeConsole(): void {
  for (const [name, level] of Object.entries(levels)) {
    const before = console[name as keyof typeof levels];
    let others = before;
    const say = (...words: unknown[]) => {
      const scope = codeScope.getStore();
      if (scope === undefined) others.apply(console, words);
      else scope.line(level, format(...words));
    };
    Object.defineProperty(console, name, {
      configurable: true,
      enumerable: true,
      get: () => say,
      set: (method: typeof say) => {
        others = method === say ? before : method;
      },
    });
  }
}
