import { existsSync } from 'node:fs';
import type { FailureClass } from '../../state/events.ts';

/** How a program ended: by itself with a code, or by a signal. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/**
 * Codes that programs agree on: those of `sysexits.h`, of shells (126, 127) and of timeout(1) (124).
 * Not executable is `auth`: like a refusal, it comes back the same for every task.
 */
const usual: Readonly<Record<number, FailureClass>> = {
  64: 'invalid-request',
  65: 'invalid-request',
  66: 'invalid-request',
  69: 'server',
  75: 'overloaded',
  77: 'auth',
  124: 'timeout',
  126: 'auth',
  127: 'not-found',
};

const meanings: Readonly<Record<number, string>> = {
  124: 'its time limit is over',
  126: 'cannot be executed',
  127: 'command not found',
};

/**
 * The class of a failed program, and the words that its message begins with. A signal that we have
 * not sent is the machine's doing: out of memory, a crash.
 *
 * @param own classes by code; the first that knows the code is taken, before the usual ones
 */
export function exitFailure(
  { code, signal }: Exit,
  own: readonly Readonly<Record<string, FailureClass>>[],
): { readonly class: FailureClass; readonly words: string } {
  if (code === null) return { class: 'server', words: `killed by ${signal ?? 'a signal'}` };
  const said = own.find((classes) => Object.hasOwn(classes, code));
  const meaning = meanings[code] === undefined ? '' : ` (${meanings[code]})`;
  return { class: said?.[code] ?? usual[code] ?? 'server', words: `exit code ${code}${meaning}` };
}

/** What of the system's errors at a start says more than that there was one. */
export function startFailure(
  error: NodeJS.ErrnoException,
  program: string,
  cwd: string,
): { readonly class: FailureClass; readonly message: string } {
  switch (error.code) {
    case 'ENOENT':
      // The system says the same of both.
      if (!existsSync(cwd))
        return { class: 'not-found', message: `there is no directory ${cwd} (exec.cwd)` };
      return { class: 'not-found', message: `there is no program ${program}` };
    case 'EACCES':
    case 'EPERM':
    case 'ENOEXEC':
      return { class: 'auth', message: `${program} cannot be executed` };
    case 'E2BIG':
      return {
        class: 'invalid-request',
        message: 'the prompt is too long for an argument: use exec.input: stdin',
      };
    // No more processes, descriptors or memory just now.
    case 'EAGAIN':
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOMEM':
      return { class: 'overloaded', message: `${program} could not be started: ${error.code}` };
    case 'ERR_INVALID_ARG_VALUE':
      return {
        class: 'invalid-request',
        message: 'the prompt holds a zero byte, which no argument can: use exec.input: stdin',
      };
    default:
      return { class: 'server', message: `${program} could not be started: ${error.message}` };
  }
}
