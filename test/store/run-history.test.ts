import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRunDirectory } from '../../src/store/run-directory.ts';
import { type RunHead, readRunHistory } from '../../src/store/run-history.ts';
import type { RunListing } from '../../src/store/run-listing.ts';
import { EventLog, samplePlan, sampleSpec, temporaryDirectory } from './sample-run.ts';

let directory: ReturnType<typeof temporaryDirectory>;
let base: string;
beforeEach(() => {
  directory = temporaryDirectory();
  base = join(directory.path, 'swarm-runs');
  vi.stubEnv('SWARMDECK_HOME', join(directory.path, 'home'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  directory.remove();
});

const names = ['oldest', 'middle', 'newest'];

/** A run of two tasks that began on this day; the first of them is done. */
function run(name: string, day: number, out = join(base, `2026110${day}-${name}`)): string {
  const { store } = createRunDirectory({
    out,
    spec: sampleSpec({ name }),
    plan: samplePlan(2),
    startedAt: new Date(Date.UTC(2026, 10, day)),
    version: '0.1.0',
  });
  const log = new EventLog((event) => store.append(event));
  log.start(1, 0, 0);
  log.finish(2, 0, 0);
  store.close();
  return out;
}

async function read(most = Number.POSITIVE_INFINITY) {
  const heads: RunHead[] = [];
  const listings: RunListing[] = [];
  await readRunHistory(
    {
      heads: (some) => {
        heads.push(...some);
        return true;
      },
      listing: (listing) => {
        listings.push(listing);
        return listings.length < most;
      },
    },
    base,
  );
  return { heads, listings };
}

test('every run is named first, and then what became of each, newest first', async () => {
  names.forEach((name, day) => {
    run(name, day + 1);
  });
  const { heads, listings } = await read();
  expect(heads.map(({ name, total }) => `${name} ${total}`).sort()).toEqual(
    names.map((name) => `${name} 2`).sort(),
  );
  expect(listings.map(({ name }) => name)).toEqual(['newest', 'middle', 'oldest']);
  expect(listings[0]).toMatchObject({
    state: 'unfinished',
    tasks: { total: 2, done: 1, failed: 0 },
    costNanoUsd: 12_345,
  });
});

test('a run elsewhere is found by the history, and each is found once', async () => {
  run('here', 1);
  run('elsewhere', 2, join(directory.path, 'far', 'away'));
  const { listings } = await read();
  expect(listings.map(({ name }) => name)).toEqual(['elsewhere', 'here']);
});

test('a run whose record is damaged or gone is listed as such', async () => {
  rmSync(join(run('gone', 1), 'run.db'));
  writeFileSync(join(run('damaged', 2), 'run.db'), 'not a database');
  const { listings } = await read();
  expect(listings.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'damaged unreadable',
    'gone unreadable',
  ]);
});

test('nothing is read any more for somebody who has gone', async () => {
  names.forEach((name, day) => {
    run(name, day + 1);
  });
  const { listings } = await read(1);
  expect(listings.map(({ name }) => name)).toEqual(['newest']);
});

test('where there are no runs there is nothing to tell', async () => {
  expect(await read()).toEqual({ heads: [], listings: [] });
});

test('others have their turn while many runs are read', async () => {
  for (let day = 1; day <= 9; day++) run(`run ${day}`, day);
  let turns = 0;
  const turn = setInterval(() => turns++, 0);
  const { listings } = await read();
  clearInterval(turn);
  expect(listings).toHaveLength(9);
  expect(turns).toBeGreaterThan(0);
});
