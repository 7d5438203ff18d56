import { builtInPresets } from '../../presets/index.ts';
import { Session, type SessionOptions } from '../cli/session.ts';
import { ReaderHold } from '../engine/reader-hold.ts';
import { compilePlan } from '../plan/compile-plan.ts';
import { readTierTable } from '../settings/tier-table.ts';
import { loadEnvironment } from '../spec/environment.ts';
import { resolveSpec } from '../spec/resolve-spec.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import type { Spec } from '../spec/schema/spec.ts';
import {
  loadSpecDocument,
  parseSpecDocument,
  type SpecDocument,
  specDocument,
} from '../spec/spec-document.ts';
import { Swarm } from './swarm.ts';
import type { SwarmOptions } from './swarm-options.ts';

/**
 * Opens a run of a spec: its directory is made, its agents, tools and routes are opened, and nothing is
 * sent yet.
 *
 * @param spec what a YAML file would hold, as an object; or the path of such a file; or its text, which
 *   is told by having more than one line
 * @throws UsageError with one sentence for what cannot be used; nothing is left open then
 */
export async function createSwarm(spec: Spec | string, options: SwarmOptions = {}): Promise<Swarm> {
  const { agents, toolBox, yes, interactive, environment = loadEnvironment() } = options;
  const reader = new ReaderHold();
  const given = { agents, toolBox, yes, interactive, environment, reader };
  let opens: Pick<SessionOptions, 'spec' | 'plan'>;
  try {
    const resolved = await resolve(spec, { ...options, environment });
    opens = { spec: resolved, plan: compilePlan(resolved) };
  } catch (error) {
    await toolBox?.close();
    throw error;
  }
  return new Swarm(await Session.open({ ...given, ...opens }), reader);
}

async function resolve(spec: Spec | string, options: SwarmOptions): Promise<ResolvedSpec> {
  const { directory = process.cwd(), environment, out } = options;
  const resolved = await resolveSpec({
    flags: out === undefined ? {} : { out },
    specFile: await documentOf(spec, directory),
    environment,
    presets: builtInPresets,
    // Loaded only for a preset that is not built in: the settings' library takes memory of its own.
    savedPresets: async () => (await import('../settings/saved-presets.ts')).savedPresets().list(),
    tiers: readTierTable,
    cwd: directory,
  });
  return resolved.spec;
}

async function documentOf(spec: Spec | string, directory: string): Promise<SpecDocument> {
  if (typeof spec !== 'string') return specDocument(spec, directory);
  if (!spec.includes('\n')) return loadSpecDocument(spec, directory);
  return { ...(await parseSpecDocument(spec, 'spec', directory)), title: '' };
}
