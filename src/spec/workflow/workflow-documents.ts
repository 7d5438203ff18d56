import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import type { Path, Place } from '../place.ts';
import type { Layers } from '../resolve/layers.ts';
import type { WorkSource } from '../resolve/work/work-source.ts';
import { nameOf } from '../schema/fields.ts';
import { type WorkflowSpec, workflowSchema } from '../schema/workflow.ts';
import { loadDocument } from '../spec-document.ts';
import { UsageError } from '../usage-error.ts';
import { validate } from '../validate.ts';

/** A workflow as it was written, checked against the schema. */
export interface WorkflowDocument {
  /** Null for the one workflow without a name. */
  readonly name: string | null;
  readonly value: WorkflowSpec;
  readonly place: Place;
  /** File names in it start from here. */
  readonly directory: string;
  /** The run's name of a role as the workflow calls it. */
  readonly roleNamed: (name: string) => string;
}

/**
 * The workflows of a spec, those in files read; none where its work is another one.
 *
 * @throws UsageError where one cannot be read or is none, or where two have the same name
 */
export async function workflowDocuments(
  layers: Layers,
  source: Pick<WorkSource, 'specDirectory' | 'cwd'>,
): Promise<WorkflowDocument[]> {
  const found = layers.find('workload', ({ workload }) => {
    if (workload?.workflow !== undefined) return { at: 'workflow', entries: [workload.workflow] };
    return workload?.workflows && { at: 'workflows', entries: workload.workflows };
  });
  if (found === null) return [];
  const { at, entries } = found.value;
  const { place } = layers.layers[found.rank];
  const directory = found.source === 'spec' ? source.specDirectory : source.cwd;
  const read = entries.map(async (entry, index): Promise<Unscoped> => {
    const path: Path = at === 'workflow' ? ['workload', at] : ['workload', at, index];
    if (typeof entry === 'string') return fromFile(entry, directory);
    const name = entry.name ?? (at === 'workflow' ? null : `workflow-${index + 1}`);
    return { name, value: entry, place: (inside) => place([...path, ...inside]), directory };
  });
  const documents: Unscoped[] = [];
  for (const document of await Promise.all(read)) {
    const same = documents.find(({ name }) => name === document.name);
    if (same !== undefined)
      throw new UsageError(
        `${document.place(['name'])}: the name ${document.name} is taken by ${same.place(['name'])}; names must differ`,
      );
    documents.push(document);
  }
  return scoped(documents);
}

type Unscoped = Omit<WorkflowDocument, 'roleNamed'>;

async function fromFile(file: string, directory: string): Promise<Unscoped> {
  const document = await loadDocument(file, directory, 'a workflow');
  const { place, title } = document;
  const value = validate(workflowSchema, document.value, place);
  if (value.name === undefined && !z.safeParse(nameOf('a name'), title).success)
    throw new UsageError(
      `${file}: a workflow cannot be called after its file; give it a name of letters, digits, - and _`,
    );
  return { name: value.name ?? title, value, place, directory: document.directory };
}

/** Where two workflows have different roles of one name, each has its own: `hr-screener`. */
function scoped(documents: readonly Unscoped[]): WorkflowDocument[] {
  const first = new Map<string, unknown>();
  const differing = new Set<string>();
  for (const { value } of documents)
    for (const [name, role] of Object.entries(value.roles ?? {})) {
      if (!first.has(name)) first.set(name, role);
      else if (!isDeepStrictEqual(first.get(name), role)) differing.add(name);
    }
  return documents.map((document) => ({
    ...document,
    roleNamed: (role) =>
      differing.has(role) && Object.hasOwn(document.value.roles ?? {}, role)
        ? `${document.name}-${role}`
        : role,
  }));
}
