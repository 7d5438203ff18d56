import type { WorkflowInstance } from '../../spec/work/workflows-workload.ts';
import type { ShapedTask, WorkflowShape } from './workflow-shape.ts';

/** What has become of a task of a workflow, all its items together. */
export const NodeState = {
  /** For what it needs, or for its workflow to begin. */
  waiting: 0,
  active: 1,
  done: 2,
  /** With its items: one of them has. Also where it could not be made of the answers it needs. */
  failed: 3,
  cancelled: 4,
  /** It was not done for what failed, or was cancelled, before it. */
  skipped: 5,
  /** A condition turned it off, or all that it needs. */
  off: 6,
} as const;

/** How a task of the plan ended. */
export const EndCode = { open: 0, done: 1, failed: 2, cancelled: 3, skipped: 4 } as const;

/**
 * The tasks of all workflows of a plan, each workflow's after the other's, as columns: a node is a task of one
 * workflow, and has a task of the plan, or one an item. A node that fans out over an answer is planned with
 * the task of its first item; the others are added once they are known.
 */
export class WorkflowNodes {
  readonly instances: readonly WorkflowInstance[];
  private readonly shapes: readonly WorkflowShape[];
  /** By workflow, its first node; at the end the number of all. */
  private readonly base: Uint32Array;
  /** By node. */
  readonly workflow: Uint32Array;
  readonly state: Uint8Array;
  private readonly first: Uint32Array;
  private readonly planned: Uint32Array;
  private readonly added = new Map<number, { readonly first: number; readonly count: number }>();
  /** By task. */
  private nodes = new Uint32Array(64);
  private ends = new Uint8Array(64);
  private tasks = 0;

  constructor(shapes: readonly WorkflowShape[], instances: readonly WorkflowInstance[]) {
    this.shapes = shapes;
    this.instances = instances;
    this.base = new Uint32Array(instances.length + 1);
    for (let workflow = 0; workflow < instances.length; workflow++)
      this.base[workflow + 1] = this.base[workflow] + this.shape(workflow).tasks.length;
    const size = this.base[instances.length];
    this.workflow = new Uint32Array(size);
    this.state = new Uint8Array(size);
    this.first = new Uint32Array(size);
    this.planned = new Uint32Array(size);
    for (let workflow = 0; workflow < instances.length; workflow++)
      this.workflow.fill(workflow, this.base[workflow], this.base[workflow + 1]);
  }

  shape(workflow: number): WorkflowShape {
    return this.shapes[this.instances[workflow].definition];
  }

  /** Nodes of the workflow are `firstNode` and on, as many as its shape has tasks. */
  firstNode(workflow: number): number {
    return this.base[workflow];
  }

  shaped(node: number): ShapedTask {
    const workflow = this.workflow[node];
    return this.shape(workflow).tasks[node - this.base[workflow]];
  }

  /** The nodes that a node needs. */
  needs(node: number): number[] {
    const base = this.base[this.workflow[node]];
    return this.shaped(node).task.needs.map((need) => base + need);
  }

  dependents(node: number): number[] {
    const base = this.base[this.workflow[node]];
    return this.shaped(node).dependents.map((dependent) => base + dependent);
  }

  /** `hr.check`; `check` in the workflow without a name. */
  name(node: number): string {
    const { name } = this.instances[this.workflow[node]];
    const own = this.shaped(node).task.name;
    return name === null ? own : `${name}.${own}`;
  }

  /** The node of that name. */
  named(name: string): number | undefined {
    const dot = name.indexOf('.');
    this.byName ??= new Map(this.instances.map(({ name }, index) => [name, index]));
    const workflow = this.byName.get(dot < 0 ? null : name.slice(0, dot));
    if (workflow === undefined) return undefined;
    const task = this.shape(workflow).indexOf.get(name.slice(dot + 1));
    return task === undefined ? undefined : this.base[workflow] + task;
  }
  private byName: Map<string | null, number> | undefined;

  /** The node has these tasks from the beginning. */
  plan(node: number, first: number, count: number): void {
    this.first[node] = first;
    this.planned[node] = count;
    this.own(node, first, count);
  }

  /** The node has these tasks besides. */
  extend(node: number, first: number, count: number): void {
    this.added.set(node, { first, count });
    this.own(node, first, count);
  }

  hasGrown(node: number): boolean {
    return this.added.has(node);
  }

  count(node: number): number {
    return this.planned[node] + (this.added.get(node)?.count ?? 0);
  }

  /** The task of an item. */
  task(node: number, index: number): number {
    const planned = this.planned[node];
    if (index < planned) return this.first[node] + index;
    return (this.added.get(node)?.first ?? 0) + index - planned;
  }

  tasksOf(node: number): number[] {
    return Array.from({ length: this.count(node) }, (_, index) => this.task(node, index));
  }

  nodeOf(task: number): number {
    return this.nodes[task];
  }

  /** Which item of its node it is, from 0. */
  indexOf(task: number): number {
    const node = this.nodes[task];
    const planned = task - this.first[node];
    if (planned >= 0 && planned < this.planned[node]) return planned;
    return task - (this.added.get(node)?.first ?? 0) + this.planned[node];
  }

  end(task: number): number {
    return this.ends[task];
  }

  setEnd(task: number, code: number): void {
    this.ends[task] = code;
  }

  private own(node: number, first: number, count: number): void {
    this.tasks = Math.max(this.tasks, first + count);
    if (this.tasks > this.nodes.length) {
      const room = Math.max(this.tasks, this.nodes.length * 2);
      const { nodes, ends } = this;
      this.nodes = new Uint32Array(room);
      this.nodes.set(nodes);
      this.ends = new Uint8Array(room);
      this.ends.set(ends);
    }
    this.nodes.fill(node, first, first + count);
  }
}
