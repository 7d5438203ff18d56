import type { Chance } from '../../helpers/chance.ts';

export interface RandomTask {
  readonly needs: string[];
  readonly critical: boolean;
  /** The task whose answer says whether it is done. */
  readonly when?: string;
  /** The task whose answer has the list. */
  readonly list?: string;
}
export type RandomTasks = Record<string, RandomTask>;
export type Outcome = 'done' | 'failed' | 'cancelled' | 'skipped' | 'off';

/** What an answer holds; null of a task without one. */
export interface Answer {
  readonly go: boolean;
  readonly list: readonly number[] | string;
}
export type Fates = (id: string) => Answer | 'failed' | 'cancelled';

/** What must come of each task of a workflow, by its id; a task stands after what it needs. */
export function reference(
  workflow: string,
  tasks: RandomTasks,
  fates: Fates,
): Record<string, Outcome> {
  const came: Record<string, Outcome> = {};
  const answers: Record<string, Answer | null> = {};
  const ends: Record<string, Outcome> = {};
  for (const [name, { needs, when, list }] of Object.entries(tasks)) {
    const id = `${workflow}.${name}`;
    const isMissed = (need: string) => tasks[need].critical && !/done|off/.test(came[need]);
    const items = list === undefined ? [0] : (answers[list]?.list ?? []);
    let outcome: Outcome = 'done';
    if (needs.some(isMissed)) outcome = 'skipped';
    else if (needs.length > 0 && needs.every((need) => came[need] === 'off')) outcome = 'off';
    else if (when !== undefined && !answers[when]?.go) outcome = 'off';
    else if (typeof items === 'string') outcome = 'failed';
    const isDone = outcome === 'done' && items.length > 0;
    for (const index of isDone ? [...items].keys() : [0]) {
      const task = list === undefined ? id : `${id}.${index}`;
      const fate = isDone ? fates(task) : null;
      if (fate === null)
        ends[task] = outcome === 'skipped' || outcome === 'failed' ? 'skipped' : 'off';
      else ends[task] = typeof fate === 'string' ? fate : 'done';
      if (ends[task] === 'failed' || (ends[task] === 'cancelled' && outcome === 'done'))
        outcome = ends[task];
      answers[name] = typeof fate === 'string' ? null : fate;
    }
    came[name] = outcome;
  }
  return ends;
}

/** Twenty tasks: chains, diamonds, fan-outs and fan-ins, 5 % not critical. */
export function randomTasks(chance: Chance): RandomTasks {
  const tasks: RandomTasks = {};
  for (let index = 0; index < 20; index++) {
    const before = Object.keys(tasks);
    const single = before.filter((name) => tasks[name].list === undefined);
    const count = index === 0 ? 0 : chance.weighted([1, 5, 3, 2]);
    const needs = Array.from({ length: count }, () => chance.pick(before));
    const when = single.length > 0 && chance.happens(0.15) ? chance.pick(single) : undefined;
    const list = single.length > 0 && chance.happens(0.15) ? chance.pick(single) : undefined;
    const used = [when, list].filter((name) => name !== undefined);
    tasks[`t${index}`] = {
      needs: [...new Set([...needs, ...used])],
      critical: !chance.happens(0.05),
      ...(when !== undefined && { when }),
      ...(list !== undefined && { list }),
    };
  }
  return tasks;
}

/** In an order of its own: a file need not name first what is done first. */
export function written(tasks: RandomTasks, chance: Chance): object {
  const entries = Object.entries(tasks).map(([name, { needs, critical, when, list }]) => {
    const prompt = `Do ${name}. ${when ? `{{tasks.${when}.text}}` : ''}`;
    return [
      chance.share(),
      name,
      {
        ...{ prompt, needs, critical },
        ...(when && { when: `{{tasks.${when}.json.go}}` }),
        ...(list && { forEach: `{{tasks.${list}.json.list}}` }),
      },
    ] as const;
  });
  entries.sort(([a], [b]) => a - b);
  return Object.fromEntries(entries.map(([, name, task]) => [name, task]));
}
