import type { FieldNow, LaunchWish } from '../../../components/launch-choices.ts';
import { builtInPresets } from '../../../presets/index.ts';
import { readTierTable } from '../../settings/tier-table.ts';
import type { Environment } from '../../spec/environment.ts';
import { valueAt } from '../../spec/place.ts';
import type { Preset } from '../../spec/preset.ts';
import type { Changes } from '../../spec/resolve/changes-layer.ts';
import { type ResolveInput, type ResolveResult, resolveSpec } from '../../spec/resolve-spec.ts';
import type { ResolvedRoute, ResolvedSpec } from '../../spec/resolved.ts';
import type { SpecDocument } from '../../spec/spec-document.ts';
import { UsageError } from '../../spec/usage-error.ts';
import type { Workload } from '../../spec/work/workload.ts';
import { fieldsNow } from './fields-now.ts';
import type { WorkReader } from './work-reader.ts';

/** What a wish comes to. */
export type Resolved = {
  readonly fields: Readonly<Record<string, FieldNow>>;
  /** What it would call; none where that is not known. */
  readonly routes: readonly ResolvedRoute[];
} & (
  | { readonly problem: null; readonly spec: ResolvedSpec }
  /** `spec` is how large it would be, were it not for the problem; null where that is not known. */
  | { readonly problem: string; readonly spec: ResolvedSpec | null }
);

interface ResolverParts {
  readonly environment: Environment;
  readonly work: WorkReader;
  /** The operator's own presets, as they are now. */
  readonly own: () => readonly Preset[];
}

/** Puts every value of a launch in its place, as `run` does with flags and files. */
export class LaunchResolver {
  private readonly parts: ResolverParts;

  constructor(parts: ResolverParts) {
    this.parts = parts;
  }

  /** Throws nothing that is the operator's to mend: it is the `problem`. */
  async resolve(wish: LaunchWish): Promise<Resolved> {
    const { changes } = wish;
    let document: SpecDocument | null = null;
    try {
      document = await this.parts.work.specOf(wish.work);
      const input = this.input(wish, document);
      const settled = await resolveSpec({ ...input, workload: noWork });
      const spec = { ...settled.spec, workload: await this.workOf(wish, settled.spec, input) };
      const without = changed(changes)
        ? await this.settle(wish.preset, document)
        : { result: settled };
      const fields = fieldsNow(settled, without?.result ?? null, changes);
      return { spec, fields, routes: spec.routes, problem: null };
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return this.unready(wish, document, error.message);
    }
  }

  /** What it would be is still worth showing: on the simulator, or as it was before the changes. */
  private async unready(
    { preset, changes }: LaunchWish,
    document: SpecDocument | null,
    problem: string,
  ): Promise<Resolved> {
    const without = await this.settle(preset, document);
    const settled = (await this.settle(preset, document, changes)) ?? without;
    if (settled === null) return { spec: null, fields: {}, routes: [], problem };
    const { result, isReal } = settled;
    const fields = fieldsNow(result, without?.result ?? null, changes);
    return { spec: result.spec, fields, routes: isReal ? result.spec.routes : [], problem };
  }

  /**
   * The settings without work; on the simulator where the provider is one that cannot be called, which
   * is then said not to be real.
   */
  private async settle(
    preset: string,
    document: SpecDocument | null,
    changes: Changes = {},
  ): Promise<{ result: ResolveResult; isReal: boolean } | null> {
    const wish = { preset, changes, work: { kind: 'demonstration' } } as const;
    const input = { ...this.input(wish, document), workload: noWork };
    const real = await attempt(input);
    if (real !== null) return { result: real, isReal: true };
    const result = await attempt({ ...input, changes: { ...changes, provider: 'simulator' } });
    if (result === null) return null;
    for (const [path, value] of Object.entries(this.named(wish, document)))
      result.provenance.set(path, { value, source: 'preset' });
    return { result, isReal: false };
  }

  /** What is said of the service where it is none of this version, or cannot be called. */
  private named({ preset, changes }: LaunchWish, document: SpecDocument | null) {
    const chosen = [...builtInPresets, ...this.parts.own()].find(({ name }) => name === preset);
    const out: Record<string, unknown> = {};
    for (const field of ['provider', 'model', 'baseUrl'] as const) {
      const value = changes[field] ?? valueAt(document?.value, [field]) ?? chosen?.[field];
      if (value !== undefined) out[field] = value;
    }
    return out;
  }

  private input({ preset, changes }: LaunchWish, specFile: SpecDocument | null): ResolveInput {
    return {
      flags: { preset },
      changes,
      specFile,
      environment: this.parts.environment,
      presets: builtInPresets,
      savedPresets: this.parts.own(),
      tiers: readTierTable,
    };
  }

  private workOf({ work }: LaunchWish, spec: ResolvedSpec, input: ResolveInput): Promise<Workload> {
    const hasWork = valueAt(input.specFile?.value, ['workload']) !== undefined;
    const ofSpec = async () => (await resolveSpec(input)).spec.workload;
    return this.parts.work.read(work, spec, hasWork ? ofSpec : null);
  }
}

/** Stands for the work while the rest is resolved. */
const noWork: Workload = { kind: 'prompts', items: [], repeat: 1, source: '' };

async function attempt(input: ResolveInput): Promise<ResolveResult | null> {
  try {
    return await resolveSpec(input);
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

function changed(changes: Changes): boolean {
  return Object.keys(changes).length > 0;
}
