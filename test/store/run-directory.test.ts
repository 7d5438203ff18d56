import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UsageError } from '../../src/spec/usage-error.ts';
import { createRunDirectory } from '../../src/store/run-directory.ts';
import { createRunId } from '../../src/store/run-id.ts';
import { samplePlan, sampleSpec, temporaryDirectory } from './sample-run.ts';

const startedAt = new Date('2026-11-21T09:15:00.123Z');
let directory: ReturnType<typeof temporaryDirectory>;

beforeEach(() => {
  directory = temporaryDirectory();
  vi.stubEnv('SWARMDECK_HOME', join(directory.path, 'home'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  directory.remove();
});

function create(out: string | null, spec = sampleSpec(), plan = samplePlan(6)) {
  return createRunDirectory({ out, spec, plan, startedAt, version: '0.1.0' });
}

describe('a new run directory', () => {
  test('lies under ./swarm-runs with an id that sorts by time', () => {
    vi.spyOn(process, 'cwd').mockReturnValue(directory.path);
    const run = create(null);
    expect(run.runId).toMatch(/^20261121-091500-[a-z2-9]{4}$/);
    expect(run.directory).toBe(join(directory.path, 'swarm-runs', run.runId));
    run.store.close();
  });

  test('gives two runs of one second and one seed two ids', () => {
    const ids = new Set(Array.from({ length: 50 }, () => createRunId(startedAt)));
    expect(ids.size).toBeGreaterThan(45);
  });

  test('says in run.json what runs, without secrets and without the prompts', () => {
    const spec = sampleSpec();
    const [first, second] = spec.routes;
    const routes = [{ ...first, baseUrl: 'https://me:hunter2@host.example/v1' }, second];
    const run = create(join(directory.path, 'a'), { ...spec, routes });
    run.store.close();
    const text = readFileSync(join(run.directory, 'run.json'), 'utf8');
    expect(text).not.toContain('hunter2');
    expect(JSON.parse(text)).toMatchObject({
      runId: run.runId,
      name: 'cathedral',
      preset: 'heavy',
      startedAt: '2026-11-21T09:15:00.123Z',
      seed: 7,
      versions: { swarmdeck: '0.1.0', node: process.versions.node },
      tasks: 6,
      spec: {
        roles: [{ name: 'kaoz' }, { name: 'order' }],
        routes: [
          { baseUrl: 'https://host.example/v1', key: 'env:OPENAI_API_KEY' },
          { baseUrl: null },
        ],
        workload: { kind: 'prompts', items: 2, repeat: 3, source: '2 prompts' },
      },
    });
  });

  test('holds every task with its conversation, a shared text once', () => {
    const { store } = create(join(directory.path, 'a'));
    const rows = store.database
      .prepare(
        'SELECT task, role, content FROM conversations WHERE task < 2 ORDER BY task, position',
      )
      .all();
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { task: 0, role: 'system', content: 'Be brief.' },
      { task: 0, role: 'user', content: 'question 0' },
      { task: 1, role: 'user', content: 'question 1' },
    ]);
    expect(store.database.prepare('SELECT count(*) AS n FROM texts').get()!.n).toBe(7);
    expect(
      store.database.prepare("SELECT count(*) AS n FROM tasks WHERE status = 'queued'").get()!.n,
    ).toBe(6);
    store.close();
  });

  test('may stand already, with things of others in it', () => {
    const out = join(directory.path, 'mine');
    mkdirSync(out);
    writeFileSync(join(out, 'notes.txt'), 'mine');
    create(out).store.close();
    expect(readFileSync(join(out, 'notes.txt'), 'utf8')).toBe('mine');
    expect(existsSync(join(out, '.swarmdeck-probe'))).toBe(false);
  });

  test('replaces what a crash left half made', () => {
    const out = join(directory.path, 'half');
    mkdirSync(out);
    writeFileSync(join(out, 'run.db'), '');
    create(out).store.close();
    expect(existsSync(join(out, 'run.json'))).toBe(true);
  });
});

describe('--out is refused', () => {
  test('if it holds a run, naming resume', () => {
    const out = join(directory.path, 'a');
    create(out).store.close();
    expect(() => create(out)).toThrow(UsageError);
    expect(() => create(out)).toThrow(`swarmdeck resume ${out}`);
  });

  test('if it holds a run whose run.json is gone', async () => {
    const out = join(directory.path, 'a');
    create(out).store.close();
    const { rmSync } = await import('node:fs');
    rmSync(join(out, 'run.json'));
    expect(() => create(out)).toThrow('holds a run already');
  });

  test('if it is a file', () => {
    const out = join(directory.path, 'file');
    writeFileSync(out, '');
    expect(() => create(out)).toThrow(UsageError);
    expect(() => create(out)).toThrow('is a file; name a directory');
  });

  test('if it cannot be made', () => {
    const file = join(directory.path, 'file');
    writeFileSync(file, '');
    expect(() => create(join(file, 'below'))).toThrow(UsageError);
    expect(() => create(join(file, 'below'))).toThrow('cannot be written');
  });
});

test('a history that cannot be written stops no run', () => {
  const file = join(directory.path, 'file');
  writeFileSync(file, '');
  vi.stubEnv('SWARMDECK_HOME', join(file, 'home'));
  const { store } = create(join(directory.path, 'a'));
  store.close();
});
