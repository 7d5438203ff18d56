import { resolve } from 'node:path';
import type { RoleSpec } from '../../schema/spec.ts';
import { type WorkflowDocument, workflowDocuments } from '../../workflow/workflow-documents.ts';
import type { Layer, Layers } from '../layers.ts';
import type { WorkSource } from './work-source.ts';

/** The roles that workflows bring, a layer for each workflow with any. */
export async function workflowRoles(
  layers: Layers,
  source: Pick<WorkSource, 'specDirectory' | 'cwd'>,
): Promise<Layer[]> {
  const documents = await workflowDocuments(layers, source);
  return (
    documents
      .filter(({ value }) => Object.keys(value.roles ?? {}).length > 0)
      .map((document) => roleLayer(document))
      // The roles of the last layer are the run's first.
      .reverse()
  );
}

function roleLayer({ value, place, roleNamed, directory }: WorkflowDocument): Layer {
  const written = Object.keys(value.roles ?? {});
  const roles = Object.fromEntries(
    Object.entries(value.roles ?? {}).map(([name, role]) => [
      roleNamed(name),
      fromDirectory(role, directory),
    ]),
  );
  return {
    source: 'spec',
    value: { roles },
    place: ([head, role, ...rest]) => {
      const own = written.find((name) => roleNamed(name) === role);
      return place(role === undefined ? [head] : [head, own ?? role, ...rest]);
    },
  };
}

/** The files that a role names start from the workflow's own. */
function fromDirectory(role: RoleSpec, directory: string): RoleSpec {
  const { schema, code } = role;
  return {
    ...role,
    ...(typeof schema === 'string' && { schema: resolve(directory, schema) }),
    ...(code !== undefined && { code: resolve(directory, code) }),
  };
}
