import { beforeAll, describe, expect, it } from 'vitest';
import { compilePlan } from '../../../src/plan/compile-plan.ts';
import type { ResolvedSpec } from '../../../src/spec/resolved.ts';
import { specDocument } from '../../../src/spec/spec-document.ts';
import { Chance } from '../../helpers/chance.ts';
import { resolved } from '../../helpers/spec.ts';
import { Driven, type Fate } from './driven.ts';

interface RandomTask {
  readonly needs: string[];
  readonly critical: boolean;
  /** The task whose answer says whether it is done. */
  readonly when?: string;
  /** The task whose answer has the list. */
  readonly list?: string;
}
type RandomTasks = Record<string, RandomTask>;
type Outcome = 'done' | 'failed' | 'cancelled' | 'skipped' | 'off';

/** What an answer holds; null of a task without one. */
interface Answer {
  readonly go: boolean;
  readonly list: readonly number[] | string;
}
type Fates = (id: string) => Answer | 'failed' | 'cancelled';

/** What must come of each task of a workflow, by its id; a task stands after what it needs. */
function reference(workflow: string, tasks: RandomTasks, fates: Fates): Record<string, Outcome> {
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
function randomTasks(chance: Chance): RandomTasks {
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
function written(tasks: RandomTasks, chance: Chance): object {
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

/** Fates that are the same whenever they are asked for. */
function randomFates(chance: Chance): Fates {
  const drawn = new Map<string, Answer | 'failed' | 'cancelled'>();
  return (id) => {
    const fate = drawn.get(id) ?? draw();
    drawn.set(id, fate);
    return fate;
  };

  function draw(): Answer | 'failed' | 'cancelled' {
    if (chance.happens(0.06)) return 'failed';
    if (chance.happens(0.02)) return 'cancelled';
    const list = chance.happens(0.1) ? 'none' : [1, 2, 3, 4].slice(0, chance.whole(0, 4));
    return { go: chance.happens(0.7), list };
  }
}

function fateOf(fates: Fates): (id: string) => Fate {
  return (id) => {
    const fate = fates(id);
    return typeof fate === 'string' ? { status: fate } : { text: JSON.stringify(fate) };
  };
}

const workflows = 100;
const atOnce = 7;
const chance = new Chance(20_261_121);
const drafts = Array.from({ length: workflows }, () => randomTasks(chance));
const fates = randomFates(chance);
let spec: ResolvedSpec;

function expected(of: Fates): Record<string, Outcome> {
  return Object.assign({}, ...drafts.map((tasks, index) => reference(`w${index}`, tasks, of)));
}

describe('random workflows', () => {
  beforeAll(async () => {
    const document = drafts.map((tasks, index) => ({
      name: `w${index}`,
      tasks: written(tasks, chance),
    }));
    const specFile = specDocument({ workload: { workflows: document, atOnce } });
    spec = await resolved({ specFile, cwd: process.cwd() });
  });

  it('come to what the reference says', () => {
    const run = new Driven(compilePlan(spec), fateOf(fates), chance).run();
    const came = run.statuses();
    expect(came).toEqual(expected(fates));
    // Each of the ways is among them.
    expect(new Set(Object.values(came))).toEqual(
      new Set(['done', 'failed', 'cancelled', 'skipped', 'off']),
    );
  });

  it('come to the same when the run is stopped again and again, and gone on with', () => {
    let run = new Driven(compilePlan(spec), fateOf(fates), chance);
    for (let session = 0; session < 12; session++) {
      run.run(chance.whole(0, 200));
      run = new Driven(compilePlan(spec), fateOf(fates), chance, run);
    }
    expect(run.run().statuses()).toEqual(expected(fates));
  });

  it('come to what they would have been once all that failed has been done again', () => {
    const again: Fates = (id) => {
      const fate = fates(id);
      return typeof fate === 'string' ? { go: true, list: [1, 2] } : fate;
    };
    const run = new Driven(compilePlan(spec), fateOf(fates), chance).run();
    const retried = new Driven(compilePlan(spec), fateOf(again), chance, run).retry().run();
    expect(retried.statuses()).toEqual(expected(again));
    expect(Object.values(retried.statuses())).not.toContain('failed');
  });

  it('are begun no more at a time than is said', () => {
    const run = new Driven(compilePlan(spec), fateOf(fates), chance);
    const running = () => {
      const view = run.plan.view?.();
      if (view?.kind !== 'workflows') throw new Error('the plan has no workflows');
      return view.workflows.filter(({ state }) => state === 'running').length;
    };
    const most: number[] = [];
    for (let step = 0; step < 60; step++) {
      most.push(running());
      run.run(10);
    }
    expect(Math.max(...most)).toBe(atOnce);
  });
});
