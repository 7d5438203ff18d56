import { nanoUsdUp } from '../../cost/usd.ts';
import type { WorkflowNode, WorkflowsView, WorkflowView } from '../../state/work-view.ts';
import { isOver, isWithoutAnswer } from './verdict-of-needs.ts';
import { NodeState, type WorkflowNodes } from './workflow-nodes.ts';
import type { WorkflowShape } from './workflow-shape.ts';
import type { WorkflowUnfolding } from './workflow-unfolding.ts';

/** Workflows as panes draw them. The nodes of one are made when they are read: there may be 100,000. */
export class WorkflowViews {
  private readonly nodes: WorkflowNodes;
  private readonly unfolding: WorkflowUnfolding;
  /** By shape, the order of its nodes: by level. */
  private readonly byLevel = new Map<WorkflowShape, readonly number[]>();

  constructor(nodes: WorkflowNodes, unfolding: WorkflowUnfolding) {
    this.nodes = nodes;
    this.unfolding = unfolding;
  }

  view(): WorkflowsView {
    return {
      kind: 'workflows',
      workflows: this.nodes.instances.map((_, workflow) => this.workflow(workflow)),
    };
  }

  /** What has become of a workflow so far. */
  state(workflow: number): WorkflowView['state'] {
    const { nodes } = this;
    const { tasks } = nodes.shape(workflow);
    const first = nodes.firstNode(workflow);
    let open = false;
    let worst: 'done' | 'partial' | 'cancelled' | 'failed' = 'done';
    for (let index = 0; index < tasks.length; index++) {
      const state = nodes.state[first + index];
      open ||= !isOver(state);
      if (!isWithoutAnswer(state) || worst === 'failed') continue;
      const { critical } = tasks[index].task;
      if (critical && state === NodeState.failed) worst = 'failed';
      else if (critical && state === NodeState.cancelled) worst = 'cancelled';
      else if (worst === 'done') worst = 'partial';
    }
    if (open) return this.unfolding.hasBegun(workflow) ? 'running' : 'waiting';
    return worst;
  }

  private workflow(workflow: number): WorkflowView {
    const shape = this.nodes.shape(workflow);
    const { budgetUsd } = shape.definition;
    const nodes = () => this.nodesOf(workflow, shape);
    let made: readonly WorkflowNode[] | undefined;
    return {
      name: this.nodes.instances[workflow].name,
      state: this.state(workflow),
      get nodes() {
        made ??= nodes();
        return made;
      },
      levels: shape.levels,
      budgetNanoUsd: budgetUsd === null ? null : nanoUsdUp(budgetUsd),
    };
  }

  private nodesOf(workflow: number, shape: WorkflowShape): WorkflowNode[] {
    const order = this.orderOf(shape);
    const placeOf = new Map(order.map((task, place) => [task, place]));
    const first = this.nodes.firstNode(workflow);
    return order.map((index): WorkflowNode => {
      const { task, level, slack } = shape.tasks[index];
      return {
        name: task.name,
        level,
        needs: task.needs.map((need) => placeOf.get(need) as number),
        critical: task.critical,
        onCriticalPath: slack === 0,
        slack,
        tasks: this.nodes.tasksOf(first + index),
        fansOut: task.forEach !== null,
      };
    });
  }

  private orderOf(shape: WorkflowShape): readonly number[] {
    const known = this.byLevel.get(shape);
    if (known !== undefined) return known;
    const order = shape.tasks
      .map((_, index) => index)
      .sort((a, b) => shape.tasks[a].level - shape.tasks[b].level || a - b);
    this.byLevel.set(shape, order);
    return order;
  }
}
