import type { ExecSpec } from '../schema/exec.ts';
import { execSchema } from '../schema/exec.ts';
import type { Spec } from '../schema/spec.ts';
import { UsageError } from '../usage-error.ts';
import type { Found, Layers } from './layers.ts';

/** What is said of a program, field by field, each with the place where it stands. */
export type ExecSaid = ReadonlyMap<string, Found<unknown>>;

const fields = Object.keys(execSchema.shape) as (keyof ExecSpec)[];
/** Mappings whose entries are fields of their own: one that is set leaves the others. */
const mappings: ReadonlySet<string> = new Set(['env', 'exitCodes']);

/**
 * Each field from the strongest layer that has it, so that `--set exec.cwd=…` leaves the command.
 *
 * @param path of the mapping: `exec`, `roles.kaoz.exec`
 */
export function execSaid(
  layers: Layers,
  path: string,
  read: (spec: Spec) => ExecSpec | undefined,
): ExecSaid {
  const said = new Map<string, Found<unknown>>();
  for (const field of fields) {
    const strongest = layers.find(`${path}.${field}`, (spec) => read(spec)?.[field]);
    if (strongest === null) continue;
    const below = layers.layers.slice(strongest.rank).map(({ value }) => read(value)?.[field]);
    const found = mappings.has(field) ? { ...strongest, value: merged(below) } : strongest;
    layers.record(`${path}.${field}`, found.value, found.source);
    said.set(field, found);
  }
  return said;
}

/** The same of a fallback, which stands as a whole where its list does. */
export function execOfEntry(
  exec: ExecSpec | undefined,
  list: Found<unknown>,
  where: (field: string) => string,
): ExecSaid {
  return new Map(
    Object.entries(exec ?? {}).map(([field, value]) => [
      field,
      { ...list, value, where: where(field) },
    ]),
  );
}

/** What holds for a program: its own words over those of the run, whose program it must be. */
export function execOver(own: ExecSaid, ofRun: ExecSaid): ExecSaid {
  if (own.has('command')) return own;
  const over = new Map([...ofRun, ...own]);
  for (const field of mappings) {
    const [mine, runs] = [own.get(field), ofRun.get(field)];
    if (mine && runs) over.set(field, { ...mine, value: merged([mine.value, runs.value]) });
  }
  return over;
}

/**
 * A program that nothing would run had better be said. Where a stronger layer names the provider
 * (`--provider simulator`) it is left behind with the rest.
 *
 * @param rank of the layer that names the provider
 * @throws UsageError where there is one
 */
export function refuseProgram(said: ExecSaid, provider: string, rank: number): void {
  for (const { where, rank: its } of said.values())
    if (its <= rank)
      throw new UsageError(
        `${where}: a program is for provider: exec, and the provider is ${provider}; say provider: exec beside it`,
      );
}

/** @param values the strongest first */
function merged(values: readonly unknown[]): object {
  return Object.assign({}, ...values.toReversed());
}
