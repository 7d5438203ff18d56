import { join } from 'node:path';
import { builtInPresets } from '../../presets/index.ts';
import { compilePlan } from '../plan/compile-plan.ts';
import { readTierTable } from '../settings/tier-table.ts';
import { loadEnvironment } from '../spec/environment.ts';
import { resolveSpec } from '../spec/resolve-spec.ts';
import { loadSpecDocument } from '../spec/spec-document.ts';
import { checkedSettings } from './checked-settings.ts';
import { startCpuProfile } from './cpu-profile.ts';
import type { Streams } from './front-end.ts';
import type { RunOptions } from './run-options.ts';
import { Session } from './session.ts';
import { chosenUi, showRun } from './show-run.ts';

/** `swarmdeck run [SPEC]`. Gives the exit code. */
export async function runCommand(
  specPath: string | undefined,
  options: RunOptions,
  streams: Streams,
): Promise<number> {
  const ui = chosenUi(options);
  if (ui === 'console') await checkedSettings();
  const environment = loadEnvironment();
  const { spec, provenance } = await resolveSpec({
    flags: options,
    specFile: specPath === undefined ? null : await loadSpecDocument(specPath),
    environment,
    presets: builtInPresets,
    // Loaded only for a preset that is not built in: the settings' library takes memory of its own.
    savedPresets: async () => (await import('../settings/saved-presets.ts')).savedPresets().list(),
    tiers: readTierTable,
    demonstrationPerAgent: ui === 'console' ? 20 : 1,
  });
  const plan = compilePlan(spec);
  if (options.dryRun) {
    const { printDryRun } = await import('./dry-run.ts');
    await printDryRun({ spec, plan, provenance }, streams.stdout);
    return 0;
  }
  const profile = options.cpuProf ? await startCpuProfile() : null;
  const session = await Session.open({
    ...{ spec, plan, environment },
    interactive: ui === 'console',
    yes: options.yes,
  });
  const exitCode = await showRun(session, options, streams);
  if (profile !== null)
    streams.stderr.write(`${await profile.writeTo(join(session.directory, 'run.cpuprofile'))}\n`);
  return exitCode;
}
