import type { Layer, Layers } from '../layers.ts';
import type { WorkSource } from './work-source.ts';
import { workflowRoles } from './workflow-roles.ts';

/**
 * Roles that the work itself brings: those in the files of workflows, the variants of a comparison. They
 * stand right below what the spec says, and so may be overridden there.
 */
export async function workRoles(
  layers: Layers,
  source: Pick<WorkSource, 'specDirectory' | 'cwd'>,
): Promise<Layer[]> {
  return workflowRoles(layers, source);
}
