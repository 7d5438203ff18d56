import { namesThereAre } from '../../near-miss.ts';
import { valueAt } from '../../place.ts';
import { UsageError } from '../../usage-error.ts';
import type {
  WorkflowDefinition,
  WorkflowInstance,
  WorkflowsWorkload,
} from '../../work/workflows-workload.ts';
import { type InputRow, loadRows } from '../../workflow/load-rows.ts';
import { readDefinition, type VarUse } from '../../workflow/read-definition.ts';
import { type WorkflowDocument, workflowDocuments } from '../../workflow/workflow-documents.ts';
import type { Layers } from '../layers.ts';
import type { WorkSource } from './work-source.ts';

/** Begun at the same time, where nobody says. */
const defaultAtOnce = 100;

/** @param where what a sentence about the workload begins with */
export async function resolveWorkflows(
  layers: Layers,
  source: WorkSource,
  where: string,
): Promise<WorkflowsWorkload> {
  const repeat = layers.pick('workload.repeat', (spec) => spec.workload?.repeat, 1);
  const atOnce = layers.pick('workload.atOnce', (spec) => spec.workload?.atOnce, defaultAtOnce);
  const documents = await workflowDocuments(layers, source);
  const definitions: WorkflowDefinition[] = [];
  const instances: WorkflowInstance[] = [];
  const taken = new Set<string | null>();
  for (const document of documents) {
    const rows = await rowsOf(document);
    const uses: VarUse[] = [];
    const definition = readDefinition(
      { ...document, roles: source.roles, rowVars: sharedNames(rows) },
      (use) => uses.push(use),
    );
    for (const { name, row } of named(document.name, rows, repeat)) {
      const vars = row?.values ?? {};
      checkVars({ ...definition.vars, ...vars }, uses, row);
      if (taken.has(name))
        throw new UsageError(
          `${row?.where ?? document.place(['name'])}: the name ${name} is taken by another workflow; names must differ`,
        );
      taken.add(name);
      instances.push({ name, definition: definitions.length, vars });
    }
    definitions.push(definition);
  }
  const [first] = instances;
  const only = first?.name === null ? 'a workflow' : `workflow ${first?.name}`;
  const words = instances.length === 1 ? only : `${instances.length} workflows`;
  const kind = where.endsWith('workflows') ? 'workflows' : 'workflow';
  const from = layers.find(`workload.${kind}`, ({ workload }) => workload?.[kind]);
  layers.record(`workload.${kind}`, words, from?.source ?? 'spec');
  return { kind: 'workflows', definitions, instances, atOnce, source: words };
}

async function rowsOf({ value, directory, place }: WorkflowDocument): Promise<InputRow[] | null> {
  const { inputs } = value;
  if (inputs === undefined) return null;
  const rows =
    typeof inputs === 'string'
      ? await loadRows(inputs, directory)
      : inputs.map((values, index) => ({ values, where: place(['inputs', index]) }));
  if (rows.length === 0)
    throw new UsageError(`${place(['inputs'])}: expected at least one row, got none`);
  return rows;
}

function sharedNames(rows: readonly InputRow[] | null): string[] {
  if (rows === null) return [];
  const names = new Set<string>();
  for (const { values } of rows) for (const name of Object.keys(values)) names.add(name);
  return [...names];
}

interface Named {
  readonly name: string | null;
  readonly row: InputRow | null;
}

/** `hr`, `hr-2`, `hr-3`; of rows `hr-1`, `hr-2`, or with the `id` of the row in place of its number. */
function* named(
  name: string | null,
  rows: readonly InputRow[] | null,
  repeat: number,
): Generator<Named> {
  const base = name ?? 'workflow';
  for (let round = 1; round <= repeat; round++) {
    const again = round === 1 ? '' : `-${round}`;
    if (rows === null) yield { name: repeat === 1 ? name : `${base}${again}`, row: null };
    for (const [index, row] of rows?.entries() ?? []) {
      yield { name: `${base}-${rowName(row, index)}${again}`, row };
    }
  }
}

function rowName({ values: { id }, where }: InputRow, index: number): string {
  if (id === undefined || id === '') return String(index + 1);
  if (/^[\w-]{1,64}$/.test(String(id))) return String(id);
  throw new UsageError(
    `${where}: id: expected letters, digits, - and _, at most 64 characters, got ${JSON.stringify(id)}`,
  );
}

/** Every var that a template names is there, and a list where one is wanted. */
function checkVars(
  vars: Readonly<Record<string, unknown>>,
  uses: readonly VarUse[],
  row: InputRow | null,
): void {
  for (const { slot, where, isList } of uses) {
    const value = valueAt(vars, slot.path);
    const ofRow = row === null ? '' : ` for ${row.where}`;
    if (value === undefined) {
      const above = slot.path.slice(0, -1);
      const around = valueAt(vars, above);
      const names = typeof around === 'object' && around !== null ? Object.keys(around) : [];
      const known = names.map((name) => ['vars', ...above, name].join('.'));
      throw new UsageError(
        `${where()}: {{${slot.written}}} names nothing${ofRow}${namesThereAre(slot.written, known)}`,
      );
    }
    if (isList && !Array.isArray(value))
      throw new UsageError(`${where()}: expected {{${slot.written}}} to be a list${ofRow}`);
  }
}
