import { builtInPresets } from '../../../presets/index.ts';
import { readTierTable } from '../../settings/tier-table.ts';
import type { Environment } from '../../spec/environment.ts';
import { resolveSpec } from '../../spec/resolve-spec.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import type { Spec } from '../../spec/schema/spec.ts';
import { specDocument } from '../../spec/spec-document.ts';
import { UsageError } from '../../spec/usage-error.ts';

/** What a run would make of a spec, or the sentence that it would refuse it with. */
export async function accepted(
  spec: Spec,
  environment: Environment,
): Promise<
  | { readonly resolved: ResolvedSpec; readonly problem: null }
  | { readonly resolved: null; readonly problem: string }
> {
  try {
    const { spec: resolved } = await resolveSpec({
      specFile: specDocument(spec),
      environment,
      presets: builtInPresets,
      tiers: readTierTable,
    });
    return { resolved, problem: null };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { resolved: null, problem: error.message };
  }
}
