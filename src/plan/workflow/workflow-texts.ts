import { jsonAnswer } from '../../spec/json-answer.ts';
import { valueAt } from '../../spec/place.ts';
import type { Slot } from '../../spec/workflow/workflow-template.ts';
import type { Answers } from '../unfolding.ts';
import { AnswerProblem } from './answer-problem.ts';
import { renderTemplate, textOfValue } from './text-of-value.ts';
import { EndCode, NodeState, type WorkflowNodes } from './workflow-nodes.ts';

/** Characters of an item that stand above its answer. */
const longestTitle = 80;

const stateWords: Readonly<Record<number, string>> = {
  [NodeState.waiting]: 'waiting',
  [NodeState.active]: 'running',
  [NodeState.done]: 'done',
  [NodeState.failed]: 'failed',
  [NodeState.cancelled]: 'cancelled',
  [NodeState.skipped]: 'skipped',
  [NodeState.off]: 'skipped',
};

/** What templates of workflows come to, made of vars and answers each time that it is asked for. */
export class WorkflowTexts {
  private readonly nodes: WorkflowNodes;
  /** Lists out of answers, while their items are at work. */
  private readonly lists = new Map<number, readonly unknown[]>();
  /** None before the run has begun. */
  answers: Answers = { text: () => null };

  constructor(nodes: WorkflowNodes) {
    this.nodes = nodes;
  }

  /** Slots that cannot be filled yet are empty. */
  prompt(task: number): { readonly system: string | null; readonly prompt: string } {
    const node = this.nodes.nodeOf(task);
    const { prompt, system } = this.nodes.shaped(node);
    const index = this.nodes.indexOf(task);
    const fill = (slot: Slot) => {
      try {
        return this.value(slot, node, index);
      } catch (error) {
        if (error instanceof AnswerProblem) return '';
        throw error;
      }
    };
    return {
      system: system && renderTemplate(system, fill),
      prompt: renderTemplate(prompt, fill),
    };
  }

  /**
   * The items of a node that is done once for each of a list.
   *
   * @throws AnswerProblem where it comes out of an answer, and is none
   */
  list(node: number): readonly unknown[] {
    const { task, list } = this.nodes.shaped(node);
    if (list === null) return task.forEach as readonly unknown[];
    const held = this.lists.get(node);
    if (held !== undefined) return held;
    const value = this.value(list, node, 0) ?? [];
    if (!Array.isArray(value))
      throw new AnswerProblem(`forEach: {{${list.written}}} is no list in the answer`);
    return value;
  }

  /** Its items are at work: the list is not made anew for each. */
  hold(node: number, list: readonly unknown[]): void {
    this.lists.set(node, list);
  }

  /** They have ended. */
  release(node: number): void {
    this.lists.delete(node);
  }

  /**
   * @param index of the item
   * @throws AnswerProblem where an answer is to be JSON and is not
   */
  value(slot: Slot, node: number, index: number): unknown {
    switch (slot.kind) {
      case 'var':
        return this.variable(node, slot.path);
      case 'item':
        return valueAt(this.item(node, index), slot.path);
      case 'index':
        return index;
      case 'texts':
        return this.reduced(node);
      case 'task': {
        const workflow = this.nodes.workflow[node];
        const named = this.nodes.shape(workflow).indexOf.get(slot.task) as number;
        return this.ofTask(slot, this.nodes.firstNode(workflow) + named);
      }
    }
  }

  private ofTask(slot: Slot & { kind: 'task' }, node: number): unknown {
    switch (slot.what) {
      case 'text':
        return this.answers.text(this.nodes.task(node, 0)) ?? '';
      case 'texts':
        return this.texts(node);
      case 'status':
        return stateWords[this.nodes.state[node]];
      case 'json': {
        const value = this.json(node);
        return value === null ? null : (valueAt(value, slot.path) ?? null);
      }
    }
  }

  /** Of a node with items the list of their answers, null where one has none. */
  private json(node: number): unknown {
    const { task } = this.nodes.shaped(node);
    if (task.forEach === null) return this.parsed(node, 0);
    return Array.from({ length: this.nodes.count(node) }, (_, index) => this.parsed(node, index));
  }

  private parsed(node: number, index: number): unknown {
    const text = this.answers.text(this.nodes.task(node, index));
    if (text === null) return null;
    const answer = jsonAnswer(text);
    if (answer.ok) return answer.value;
    const { task } = this.nodes.shaped(node);
    const which = task.forEach === null ? task.name : `${task.name}.${index}`;
    throw new AnswerProblem(`the answer of ${which} cannot be read: ${answer.problem}`);
  }

  /** The answers of all items, each under its number and what it was asked of. */
  private texts(node: number): string {
    const parts: string[] = [];
    for (let index = 0; index < this.nodes.count(node); index++) {
      const text = this.answered(node, index);
      if (text !== null) parts.push(`[${index}] ${titleOf(this.item(node, index))}\n${text}`);
    }
    return parts.join('\n\n');
  }

  private reduced(node: number): string {
    const base = this.nodes.firstNode(this.nodes.workflow[node]);
    const { reduces } = this.nodes.shaped(node).task;
    const parts = reduces.map((reduced) => {
      const { task } = this.nodes.shaped(base + reduced);
      if (task.forEach !== null) return this.texts(base + reduced);
      const text = this.answered(base + reduced, 0);
      return text === null || reduces.length === 1 ? (text ?? '') : `[${task.name}]\n${text}`;
    });
    return parts.filter((part) => part !== '').join('\n\n');
  }

  private answered(node: number, index: number): string | null {
    const task = this.nodes.task(node, index);
    return this.nodes.end(task) === EndCode.done ? this.answers.text(task) : null;
  }

  private item(node: number, index: number): unknown {
    try {
      return this.list(node)[index];
    } catch (error) {
      if (error instanceof AnswerProblem) return undefined;
      throw error;
    }
  }

  private variable(node: number, path: readonly string[]): unknown {
    const workflow = this.nodes.workflow[node];
    const { vars } = this.nodes.instances[workflow];
    const isOwn = Object.hasOwn(vars, path[0]);
    return valueAt(isOwn ? vars : this.nodes.shape(workflow).definition.vars, path);
  }
}

function titleOf(item: unknown): string {
  const [line] = textOfValue(item).split('\n', 1);
  return line.length > longestTitle ? `${line.slice(0, longestTitle)}…` : line;
}
