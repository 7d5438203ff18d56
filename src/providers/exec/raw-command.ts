import type { ExecPolicy } from '../../spec/resolved.ts';
import type { RawCommand } from '../../state/raw-call.ts';
import type { Turn } from '../provider.ts';
import { type Invocation, invocationOf } from './invocation.ts';

/** What a call runs, for a person to look at: a secret stands by the name of its variable, `$NAME`. */
export function rawCommand(
  { cwd, env }: Pick<ExecPolicy, 'cwd' | 'env'>,
  { program, args, stdin, variables }: Invocation,
): RawCommand {
  return {
    command: [program, ...args],
    cwd,
    environment: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => {
        const [, secret] = /^env:(\w+)$/.exec(env[name] ?? '') ?? [];
        return [name, secret === undefined ? value : `$${secret}`];
      }),
    ),
    stdin,
  };
}

/** What a turn would be run as, without a secret. */
export function commandOf(policy: ExecPolicy, turn: Turn): RawCommand {
  return rawCommand(policy, invocationOf(policy, policy.env, turn));
}
