import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PackedProject } from '../helpers/packed-project.ts';

const text = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
const examples = ['swarm.ts', 'pool.ts', 'queue.ts'];

let project: PackedProject;
beforeAll(() => {
  project = new PackedProject({
    'user.ts': text('../helpers/programs/library-user.ts'),
    ...Object.fromEntries(examples.map((name) => [name, text(`../../examples/library/${name}`)])),
  });
}, 60_000);
afterAll(() => project.clear());

test('a program that has swarmdeck from a tarball runs a swarm, a pool, a breaker and a queue', () => {
  expect(JSON.parse(project.node('user.ts'))).toEqual({
    command: expect.stringContaining('concurrency'),
    swarm: {
      statuses: 1,
      results: 12,
      outcome: { phase: 'DONE', exitCode: 0, reason: null },
    },
    uncaught: 'of the listener',
    calls: 12,
    other: 0,
    pool: { answers: 3, vector: true, state: 'closed', trips: 0 },
    aborted: 'aborted',
    breaker: true,
    queue: [42, 'work 2', 42],
    refused: 'concurency: unknown field `concurency`; did you mean `concurrency`?',
  });
}, 60_000);

test('the examples of the library use its types as they are', () => {
  expect(project.types(...examples)).toBe('');
}, 60_000);

test('its types are whole, and wrong use of them is found', () => {
  expect(project.types('user.ts')).toBe('');
}, 60_000);
