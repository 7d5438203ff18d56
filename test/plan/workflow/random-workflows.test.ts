import { beforeAll, describe, expect, it } from 'vitest';
import { compilePlan } from '../../../src/plan/compile-plan.ts';
import type { ResolvedSpec } from '../../../src/spec/resolved.ts';
import { specDocument } from '../../../src/spec/spec-document.ts';
import { Chance } from '../../helpers/chance.ts';
import { resolved } from '../../helpers/spec.ts';
import type { UnfoldedEnd } from '../../helpers/unfold.ts';
import { Driven } from './driven.ts';
import {
  type Answer,
  type Fates,
  type Outcome,
  randomTasks,
  reference,
  written,
} from './reference.ts';

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

function fateOf(fates: Fates): (id: string) => UnfoldedEnd {
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
    const run = new Driven(compilePlan(spec), fateOf(fates), 5).run();
    const came = run.statuses();
    expect(came).toEqual(expected(fates));
    // Each of the ways is among them.
    expect(new Set(Object.values(came))).toEqual(
      new Set(['done', 'failed', 'cancelled', 'skipped', 'off']),
    );
  });

  it('come to the same when the run is stopped again and again, and gone on with', () => {
    let run = new Driven(compilePlan(spec), fateOf(fates), 5);
    for (let session = 0; session < 12; session++) {
      run.run(chance.whole(0, 200));
      run = new Driven(compilePlan(spec), fateOf(fates), session, run);
    }
    expect(run.run().statuses()).toEqual(expected(fates));
  });

  it('come to what they would have been once all that failed has been done again', () => {
    const again: Fates = (id) => {
      const fate = fates(id);
      return typeof fate === 'string' ? { go: true, list: [1, 2] } : fate;
    };
    const run = new Driven(compilePlan(spec), fateOf(fates), 5).run();
    const retried = new Driven(compilePlan(spec), fateOf(again), 6, run).retry().run();
    expect(retried.statuses()).toEqual(expected(again));
    expect(Object.values(retried.statuses())).not.toContain('failed');
  });

  it('are begun no more at a time than is said', () => {
    const run = new Driven(compilePlan(spec), fateOf(fates), 5);
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
