import { isSchema, type JsonSchema, referredSchema } from '../spec/schema-object.ts';
import type { ResultLine } from './result-line.ts';

/** What a column of a table holds. */
export type Cell = string | number | boolean | null;

type Path = readonly string[];

/** What stands for an answer that has no properties, and before a name that is taken. */
const whole = 'output';

/**
 * The columns of answers that match schemas: one for each property, those of objects inside by
 * `address.city`, lists and what has no known properties as JSON. Roles whose schemas differ have the
 * columns of all, in the order of the roles.
 */
export class OutputColumns {
  readonly names: readonly string[];
  private readonly byRole: ReadonlyMap<string, ReadonlyMap<string, Path>>;

  /**
   * @param schemas by the name of the role
   * @param taken names that other columns have: one of the same name is `output.NAME`
   */
  constructor(schemas: ReadonlyMap<string, JsonSchema>, taken: readonly string[]) {
    this.byRole = new Map(
      [...schemas].map(([role, schema]) => [role, named(leavesOf(schema), taken)]),
    );
    this.names = [...new Set([...this.byRole.values()].flatMap((columns) => [...columns.keys()]))];
  }

  /** What of a result stands in each of them; null where there is nothing. */
  cells({ role, output }: ResultLine): Cell[] {
    const columns = this.byRole.get(role);
    return this.names.map((name) => {
      const path = columns?.get(name);
      return path === undefined || output === undefined ? null : cellOf(valueAt(output, path));
    });
  }
}

function named(leaves: readonly Path[], taken: readonly string[]): Map<string, Path> {
  const columns = new Map<string, Path>();
  for (const path of leaves) {
    let name = path.join('.') || whole;
    while (columns.has(name) || taken.includes(name)) name = `${whole}.${name}`;
    columns.set(name, path);
  }
  return columns;
}

/** The ways to all that is no object with known properties, in the order of the schema. */
function leavesOf(schema: JsonSchema): Path[] {
  const leaves = new Map<string, Path>();
  const visit = (given: unknown, path: Path, above: readonly string[]) => {
    const properties = propertiesOf(given, schema, above);
    // Of several choices each may have a property of the same name.
    if (properties === null) leaves.set(JSON.stringify(path), path);
    else for (const [name, of, refs] of properties) visit(of, [...path, name], refs);
  };
  visit(schema, [], []);
  return [...leaves.values()];
}

/** Name, schema and the references that led to it. */
type Property = readonly [name: string, schema: unknown, refs: readonly string[]];

/** @returns null where a value has none that are known, or may be something else than an object */
function propertiesOf(
  given: unknown,
  root: JsonSchema,
  refs: readonly string[],
): readonly Property[] | null {
  if (!isSchema(given)) return null;
  const { $ref, properties, allOf = [], anyOf, oneOf } = given;
  if (typeof $ref === 'string')
    // What holds itself has no last property.
    return refs.includes($ref)
      ? null
      : propertiesOf(referredSchema(root, $ref), root, [...refs, $ref]);
  const own = Object.entries(isSchema(properties) ? properties : {});
  const parts = Array.isArray(allOf) ? allOf : [];
  const choices = [anyOf ?? oneOf ?? []].flat().filter((choice) => !isNull(choice));
  const chosen = choices.map((choice) => propertiesOf(choice, root, refs));
  if (chosen.includes(null)) return null;
  const all = [
    ...own.map(([name, of]): Property => [name, of, refs]),
    ...parts.flatMap((part) => propertiesOf(part, root, refs) ?? []),
    ...chosen.flatMap((of) => of ?? []),
  ];
  return all.length === 0 ? null : all;
}

function isNull(schema: unknown): boolean {
  return isSchema(schema) && (schema.type === 'null' || schema.const === null);
}

function valueAt(output: unknown, path: Path): unknown {
  let at = output;
  for (const name of path) at = isSchema(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  return at;
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : (value as Cell);
}
