import type { FieldNow } from '../../../components/launch-choices.ts';
import type { Changes } from '../../spec/resolve/changes-layer.ts';
import type { ResolveResult } from '../../spec/resolve-spec.ts';

/**
 * Every field of a spec with its value, where that comes from, and what it would be without what was
 * changed by hand.
 *
 * @param without the same without the changes; null where that cannot be resolved
 */
export function fieldsNow(
  settled: ResolveResult,
  without: ResolveResult | null,
  changes: Changes,
): Record<string, FieldNow> {
  const before = valuesOf(without ?? settled);
  const now = valuesOf(settled);
  const out: Record<string, FieldNow> = {};
  for (const path of new Set([...now.keys(), ...before.keys(), ...Object.keys(changes)])) {
    const source = settled.provenance.get(path)?.source ?? 'default';
    const value = path in changes ? changes[path] : now.get(path);
    out[path] = { value, source: path in changes ? 'flag' : source, preset: before.get(path) };
  }
  return out;
}

/** By the path of the field, as it would be said; what was made of it is not shown there. */
function valuesOf({ spec, provenance }: ResolveResult): Map<string, unknown> {
  const values = new Map([...provenance].map(([path, { value }]) => [path, value]));
  if (spec.autoAgents !== null) values.set('agents', 'auto');
  const shares = spec.roles.map(({ name }) => {
    const share = provenance.get(`roles.${name}.share`)?.value ?? 1;
    return [name, { share }] as const;
  });
  values.set('roles', Object.fromEntries(shares));
  const { price } = spec.routes[0];
  values.set('price.input', price?.input);
  values.set('price.output', price?.output);
  // Made up anew for every run, and named after the preset: nobody said it.
  for (const path of ['seed', 'name', 'out'])
    if ((provenance.get(path)?.source ?? 'default') === 'default') values.delete(path);
  return values;
}
