import type { ResolvedRoute, TimeoutPolicy } from '../../spec/resolved.ts';
import { UsageError } from '../../spec/usage-error.ts';
import { ExecProvider } from './exec-provider.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Opens a route that runs a program; nothing is run yet.
 *
 * @param environment where `env:NAME` is looked up
 * @throws UsageError where such a variable is not set, or on a system without process groups
 */
export function openExec(
  { name, exec: policy, pool, price }: ResolvedRoute & Required<Pick<ResolvedRoute, 'exec'>>,
  timeouts: TimeoutPolicy,
  environment: Environment,
): ExecProvider {
  if (process.platform === 'win32')
    throw new UsageError(
      `${name}: a program and all that it starts are ended as a process group, which Windows does not have; run swarmdeck inside WSL`,
    );
  const secrets: Record<string, string> = {};
  for (const [variable, text] of Object.entries(policy.env)) {
    const [, wanted] = /^env:(\w+)$/.exec(text) ?? [];
    if (wanted === undefined) continue;
    const secret = environment[wanted];
    if (!secret)
      throw new UsageError(
        `${name}: the environment variable ${wanted} is not set; set it, or put it in .env`,
      );
    secrets[variable] = secret;
  }
  const isFree = price !== null && price.input === 0 && price.output === 0;
  return new ExecProvider({ policy, secrets, isFree, pool, timeouts });
}
