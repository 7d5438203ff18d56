import { NodeState, type WorkflowNodes } from './workflow-nodes.ts';

/** What the tasks that a task needs have come to, for it. */
export type NeedsVerdict =
  | { readonly is: 'open' | 'met' }
  /** It cannot be done for what failed or was cancelled. */
  | { readonly is: 'missed'; readonly reason: string }
  /** Nothing that it needs was to be done. */
  | { readonly is: 'off'; readonly reason: string };

export function verdictOfNeeds(nodes: WorkflowNodes, node: number): NeedsVerdict {
  const needs = nodes.needs(node);
  const missed = needs.find((need) => isMissed(nodes, need));
  if (missed !== undefined) return { is: 'missed', reason: reasonOf(nodes, missed) };
  if (needs.some((need) => !isOver(nodes.state[need]))) return { is: 'open' };
  if (needs.length === 0 || needs.some((need) => nodes.state[need] !== NodeState.off))
    return { is: 'met' };
  const names = needs.map((need) => nodes.shaped(need).task.name).join(', ');
  return { is: 'off', reason: `what it needs was not to be done: ${names}` };
}

/** Nothing more comes of it by itself. */
export function isOver(state: number): boolean {
  return state > NodeState.active;
}

/** It, or what it needed, failed or was cancelled. */
export function isWithoutAnswer(state: number): boolean {
  return state === NodeState.failed || state === NodeState.cancelled || state === NodeState.skipped;
}

/** It has no answer, and what needs it cannot do without. */
function isMissed(nodes: WorkflowNodes, need: number): boolean {
  return isWithoutAnswer(nodes.state[need]) && nodes.shaped(need).task.critical;
}

/** What it all began with. */
function reasonOf(nodes: WorkflowNodes, missed: number): string {
  let cause = missed;
  for (let before: number | undefined = missed; before !== undefined; ) {
    cause = before;
    const isSkipped = nodes.state[cause] === NodeState.skipped;
    before = isSkipped ? nodes.needs(cause).find((need) => isMissed(nodes, need)) : undefined;
  }
  const { name } = nodes.shaped(cause).task;
  return nodes.state[cause] === NodeState.cancelled ? `${name} was cancelled` : `${name} failed`;
}
