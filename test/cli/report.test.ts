import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { type ReportOptions, reportCommand } from '../../src/cli/report.ts';
import { beginRun, eachTestHasARun, out } from '../store/fresh-run.ts';
import { mixedRun, write } from '../store/written-run.ts';

eachTestHasARun();

async function report(run: string, options: ReportOptions = {}) {
  const stdout = new PassThrough({ encoding: 'utf8', highWaterMark: 1 << 24 });
  const stderr = new PassThrough({ encoding: 'utf8' });
  const code = await reportCommand(run, options, { stdout, stderr });
  return { code, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}

describe('swarmdeck report', () => {
  test('prints what report.md says, of a run by its id', async () => {
    const store = mixedRun();
    const { runId } = store;
    await write(store);
    const { code, stdout } = await report(runId);
    expect(code).toBe(0);
    expect(stdout).toBe(readFileSync(join(out, 'report.md'), 'utf8'));
  });

  test('gives every task as JSON lines, and as CSV by the end of the file', async () => {
    await write(mixedRun());
    const { stdout } = await report(out, { format: 'jsonl' });
    expect(stdout).toBe(readFileSync(join(out, 'results.jsonl'), 'utf8'));
    const file = join(out, 'results.csv');
    const written = await report(out, { out: file });
    expect(written.stdout).toBe('');
    expect(readFileSync(file, 'utf8').split('\r\n')[1]).toMatch(
      /^p0,kaoz,kaoz_1,done,answer to 0,/,
    );
  });

  test('tells of a run that is running, what it has so far', async () => {
    const { store, log } = beginRun();
    log.start(0, 0, 0);
    log.finish(10, 0, 0);
    store.flush();
    const { stdout } = await report(out);
    expect(stdout).toContain('- Ended: not yet, it is running');
    expect(stdout).toContain('- Tasks: 1 done, 5 to come');
    expect(stdout).not.toContain('swarmdeck resume');
    expect((await report(out, { format: 'jsonl' })).stdout.trimEnd().split('\n')).toHaveLength(1);
    store.close();
  });

  test('a run whose process died says so, and how to go on', async () => {
    const { store, log, runId } = beginRun();
    log.start(0, 0, 0);
    store.close();
    const { stdout } = await report(out);
    expect(stdout).toContain('its process ended before it did');
    expect(stdout).toContain(`6 tasks are left: \`swarmdeck resume ${runId}\``);
  });

  test('refuses a format that there is none of, and a file that is there', async () => {
    await write(mixedRun());
    await expect(report(out, { format: 'pdf' })).rejects.toThrow(
      '--format pdf: expected md, csv, jsonl',
    );
    const file = join(out, 'mine.md');
    writeFileSync(file, 'mine');
    await expect(report(out, { out: file })).rejects.toThrow('is there already; --yes');
    expect(readFileSync(file, 'utf8')).toBe('mine');
    await report(out, { out: file, yes: true });
    expect(readFileSync(file, 'utf8')).toContain('# cathedral');
    await expect(report(out, { out: join(out, 'no', 'a.md') })).rejects.toThrow('no directory');
    expect(existsSync(join(out, 'no'))).toBe(false);
  });

  test('tells all answers whole where it is asked to', async () => {
    const { store, log } = beginRun();
    log.start(0, 0, 0);
    log.finish(10, 0, 0, { text: 'y'.repeat(5000) });
    await write(store);
    expect((await report(out)).stdout).not.toContain('y'.repeat(5000));
    expect((await report(out, { full: true })).stdout).toContain('y'.repeat(5000));
  });
});
