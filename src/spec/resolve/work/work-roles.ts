import type { Layer, Layers } from '../layers.ts';
import { compareRoles } from './compare-roles.ts';
import type { WorkSource } from './work-source.ts';
import { workflowRoles } from './workflow-roles.ts';
import { workloadKind } from './workload-kind.ts';

/**
 * Roles that the work itself brings: those in the files of workflows, the variants of a comparison. They
 * stand right below what the spec says, and so may be overridden there.
 */
export async function workRoles(
  layers: Layers,
  source: Pick<WorkSource, 'specDirectory' | 'cwd'>,
): Promise<Layer[]> {
  const kind = workloadKind(layers)?.value;
  if (kind === 'compare') return compareRoles(layers);
  return kind === 'workflow' || kind === 'workflows' ? workflowRoles(layers, source) : [];
}
