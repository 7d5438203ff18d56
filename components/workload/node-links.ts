import type { WorkflowNode } from '../../src/state/work-view.ts';
import type { Tally } from './tally.ts';

/** Nodes that need this one. */
export function neededBy(nodes: readonly WorkflowNode[], node: number): number[] {
  const found: number[] = [];
  for (const [index, { needs }] of nodes.entries()) if (needs.includes(node)) found.push(index);
  return found;
}

/** Whether nothing of a node was or will be done. */
const isLost = ({ total, skipped, cancelled }: Tally): boolean =>
  total > 0 && skipped > 0 && skipped + cancelled === total;

/**
 * What a node that failed took with it: the nodes that were skipped and wait for it, or for such a
 * one. Ascending. One that is not critical took nothing: what needs it goes on without its answer.
 */
export function takenWith(
  nodes: readonly WorkflowNode[],
  tallies: readonly Tally[],
  node: number,
): number[] {
  const taken = new Set([node]);
  const takes = (need: number) => nodes[need].critical && taken.has(need);
  // They stand by level: what a node needs stands before it.
  for (const [index, { needs }] of nodes.entries())
    if (isLost(tallies[index]) && needs.some(takes)) taken.add(index);
  taken.delete(node);
  return [...taken];
}
