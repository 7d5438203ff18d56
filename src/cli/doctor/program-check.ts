import { findProgram } from '../../providers/exec/find-program.ts';
import { openExec } from '../../providers/exec/open-exec.ts';
import type { Environment } from '../../spec/environment.ts';
import type { ResolvedRoute } from '../../spec/resolved.ts';
import { bad, type Finding, ok } from './finding.ts';
import { callTimeouts, oneTokenCall } from './one-token-call.ts';

/**
 * Looks at a route that runs a program: whether that is there, and with `isCalled` what it answers to
 * the shortest of prompts.
 */
export async function programFindings(
  route: ResolvedRoute & Required<Pick<ResolvedRoute, 'exec'>>,
  environment: Environment,
  isCalled: boolean,
): Promise<Finding[]> {
  const { name, model, exec } = route;
  const program = findProgram(exec);
  if (!program.found)
    return [
      bad('provider', name, program.why, 'install it, or look at exec.command, exec.cwd and PATH'),
    ];
  const findings = [ok('provider', name, `command found: ${program.path}`)];
  if (!isCalled) return findings;
  const provider = openExec(route, callTimeouts, environment);
  const { failure, ms } = await oneTokenCall(provider, model);
  if (failure === null)
    return [...findings, ok('provider', name, `answers in ${Math.round(ms)} ms`)];
  const words = `a call failed, ${failure.class}: ${failure.message}`;
  return [...findings, bad('provider', name, words, 'see what the program says when run by hand')];
}
