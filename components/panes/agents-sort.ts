import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { severity } from './worst-state.ts';

/** What the list can be sorted by, in the order of its columns. */
export const sortColumns = [
  'name',
  'status',
  'task',
  'attempt',
  'tokens',
  'rate',
  'cost',
  'age',
  'route',
] as const;

export type SortColumn = (typeof sortColumns)[number];

/** Columns of which the largest is looked for first. */
const largestFirst: ReadonlySet<SortColumn> = new Set(['attempt', 'tokens', 'rate', 'cost', 'age']);

/** Whether the column runs from small to large. */
export function isAscending(column: SortColumn, reversed: boolean): boolean {
  return largestFirst.has(column) === reversed;
}

/** What has no value in the column, which comes last whichever way it is sorted. */
const none = Number.POSITIVE_INFINITY;

/**
 * Sorts agents by a column without an object or a call an agent; those that are equal keep their
 * order. Some 2 ms for 10,000.
 */
export class AgentsSort {
  private keys = new Float64Array(0);
  private scratch = new Int32Array(0);

  /** @param order agents in their natural order; sorted in place */
  sort(order: Int32Array, snapshot: RunSnapshot, column: SortColumn, reversed: boolean): void {
    const { size } = snapshot.agents;
    if (this.keys.length < size) {
      this.keys = new Float64Array(size);
      this.scratch = new Int32Array(size);
    }
    const { keys } = this;
    fillKeys(keys, order, snapshot, column);
    if (!isAscending(column, reversed))
      for (let i = 0; i < order.length; i++) {
        const agent = order[i];
        if (keys[agent] !== none) keys[agent] = -keys[agent];
      }
    mergeSort(order, keys, this.scratch);
  }
}

function fillKeys(
  keys: Float64Array,
  order: Int32Array,
  { agents, info }: RunSnapshot,
  column: SortColumn,
): void {
  const rank = column === 'route' ? ranksOf(info.routes.map(({ name }) => name)) : [];
  for (let i = 0; i < order.length; i++) {
    const agent = order[i];
    const had = agents.task[agent] >= 0;
    switch (column) {
      case 'name':
        keys[agent] = i;
        break;
      case 'status':
        keys[agent] = severity[agents.shown[agent]];
        break;
      case 'task':
        keys[agent] = had ? agents.task[agent] : none;
        break;
      case 'attempt':
        keys[agent] = had ? agents.attempt[agent] : none;
        break;
      case 'tokens':
        keys[agent] = agents.tokens[agent];
        break;
      case 'rate':
        keys[agent] = agents.tokenRate[agent];
        break;
      case 'cost':
        keys[agent] = isPriced(agents, agent) ? agents.costNanoUsd[agent] : none;
        break;
      case 'age':
        keys[agent] = -agents.sinceT[agent];
        break;
      case 'route':
        keys[agent] = had ? rank[agents.route[agent]] : none;
    }
  }
}

/** Whether what is known of its cost is all of it: a call without a known price leaves it open. */
export function isPriced({ costNanoUsd, done }: RunSnapshot['agents'], agent: number): boolean {
  return costNanoUsd[agent] > 0 || done[agent] === 0;
}

function ranksOf(names: readonly string[]): number[] {
  const sorted = [...names].sort();
  return names.map((name) => sorted.indexOf(name));
}

/** Runs this long are sorted by insertion, which is faster on them. */
const runLength = 16;

/** Bottom-up, stable. @param scratch at least as long as the order */
function mergeSort(order: Int32Array, keys: Float64Array, scratch: Int32Array): void {
  const { length } = order;
  for (let from = 0; from < length; from += runLength)
    insertionSort(order, keys, from, Math.min(from + runLength, length));
  for (let width = runLength; width < length; width *= 2) {
    scratch.set(order);
    for (let from = 0; from < length; from += 2 * width) {
      const middle = Math.min(from + width, length);
      const end = Math.min(middle + width, length);
      let left = from;
      let right = middle;
      for (let at = from; at < end; at++)
        order[at] =
          left < middle && (right >= end || keys[scratch[left]] <= keys[scratch[right]])
            ? scratch[left++]
            : scratch[right++];
    }
  }
}

function insertionSort(order: Int32Array, keys: Float64Array, from: number, end: number): void {
  for (let i = from + 1; i < end; i++) {
    const agent = order[i];
    const key = keys[agent];
    let at = i;
    while (at > from && keys[order[at - 1]] > key) order[at] = order[--at];
    order[at] = agent;
  }
}
