import { verdictSchema } from '../../judge-prompt.ts';
import { namesThereAre, nearMiss } from '../../near-miss.ts';
import type { Path, Place } from '../../place.ts';
import type { RoleSpec, WorkloadSpec } from '../../schema/spec.ts';
import { UsageError } from '../../usage-error.ts';
import type { Layer, Layers } from '../layers.ts';

type CompareSpec = NonNullable<WorkloadSpec['compare']>;

/**
 * Each variant of a comparison is a role of its name, and the judge's role answers in a form of its own.
 *
 * @throws UsageError where a role of that name says the same as its variant, and where the judge is a
 *   variant
 */
export function compareRoles(layers: Layers): Layer[] {
  const found = layers.find('workload.compare', (spec) => spec.workload?.compare);
  if (found === null) return [];
  const { value: compare, rank } = found;
  const { source, value: said, place } = layers.layers[rank];
  const at = (path: Path) => place(['workload', 'compare', ...path]);
  const roles: Record<string, RoleSpec> = {};
  for (const [name, variant] of Object.entries(compare.variants)) {
    const { prompt: _, ...role } = variant;
    refuseTwice(name, role, said.roles?.[name], at);
    roles[name] = role;
  }
  const judge = judgeOf(compare, layers, at);
  if (judge !== null) roles[judge] = { schema: { ...verdictSchema } };
  return [{ source, value: { roles }, place: (path) => placeOf(path, compare, place) }];
}

/** A variant and a role of its name are one: each field is said in one of the two places. */
function refuseTwice(name: string, variant: RoleSpec, role: RoleSpec | undefined, at: Place): void {
  const twice = Object.keys(variant).find((field) => Object.hasOwn(role ?? {}, field));
  if (twice === undefined) return;
  throw new UsageError(
    `${at(['variants', name, twice])}: roles.${name}.${twice} says it too, and a variant is the role of its name; leave one of them out`,
  );
}

/** A role that the spec has, or one of the run's provider and model by that name. */
function judgeOf({ judge, variants }: CompareSpec, layers: Layers, at: Place): string | null {
  if (judge === undefined) return null;
  const { role } = judge;
  const where = at(['judge', 'role']);
  if (Object.hasOwn(variants, role))
    throw new UsageError(
      `${where}: ${role} is a variant, and cannot judge itself; name another role`,
    );
  const names = layers.roleNames();
  if (!names.includes(role) && nearMiss(role, names) !== null)
    throw new UsageError(`${where}: unknown role \`${role}\`${namesThereAre(role, names)}`);
  return role;
}

function placeOf(path: Path, { variants }: CompareSpec, place: Place): string {
  const [top, name, ...rest] = path;
  if (top !== 'roles' || name === undefined) return place(path);
  return Object.hasOwn(variants, name)
    ? place(['workload', 'compare', 'variants', name, ...rest])
    : place(['workload', 'compare', 'judge', 'role']);
}
