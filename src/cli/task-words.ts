import type { TaskBound } from '../plan/task-bound.ts';
import { plural } from './format.ts';

const bounds: Readonly<Record<TaskBound, string>> = {
  exact: '',
  'at least': ' or more',
  'at most': ' at most',
};

/** How many tasks a run will have: `45 tasks at most`, `15 tasks or more`. */
export function taskWords(tasks: number, bound: TaskBound): string {
  return `${plural(tasks, 'task')}${bounds[bound]}`;
}
