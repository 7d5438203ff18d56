import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ResolveInput } from '../../../src/spec/resolve-spec.ts';
import type { ContentWorkload } from '../../../src/spec/work/content-workload.ts';
import { folder, refusal, resolved } from '../../helpers/spec.ts';

async function content(
  yaml: string,
  files: Record<string, string | Uint8Array> = { 'book.txt': 'One. Two. Three.' },
  input: Partial<ResolveInput> = {},
): Promise<ContentWorkload> {
  const { workload } = await resolved(
    { cwd: folder(files), ...input },
    `workload:\n  content: ${yaml}\n`,
  );
  if (workload.kind !== 'content') throw new Error(workload.kind);
  return workload;
}

/** A folder with folders in it. */
function nested(): string {
  const cwd = folder({ 'b.txt': 'B', 'a.txt': 'A', '.hidden': 'H', 'picture.png': '\x89PNG\0' });
  mkdirSync(join(cwd, 'docs', 'deep'), { recursive: true });
  writeFileSync(join(cwd, 'docs', 'z.md'), 'Z');
  writeFileSync(join(cwd, 'docs', 'deep', 'y.md'), 'Y');
  writeFileSync(join(cwd, 'docs', 'none.md'), '');
  return cwd;
}

const names = ({ files }: ContentWorkload) => files.map(({ name }) => name);

describe('a content', () => {
  it('is a file, read by every agent in batches of 100 chunks of 12 KiB', async () => {
    const text = 'A sentence of a book. '.repeat(2_000);
    const workload = await content('{ file: book.txt }', { 'book.txt': text });
    expect(workload).toMatchObject({
      source: 'book.txt (4 chunks, broadcast)',
      overlapBytes: 0,
      batchSize: 100,
      mode: 'broadcast',
      instruction: null,
      role: null,
    });
    const { chunks } = workload.files[0];
    expect(chunks.reduce((sum, bytes) => sum + bytes)).toBe(text.length);
    expect(Math.max(...chunks)).toBeLessThanOrEqual(12_288);
  });

  it('is what --content names, from where the command is given', async () => {
    const { workload } = await resolved({
      flags: { content: 'book.txt', set: ['workload.content.mode=distribute'] },
      cwd: folder({ 'book.txt': 'One.' }),
    });
    expect(workload).toMatchObject({ kind: 'content', mode: 'distribute', batchSize: 100 });
  });

  it('is posted in batches of what the run says, unless it says itself', async () => {
    const flags = { batch: '7' };
    expect((await content('{ file: book.txt }', undefined, { flags })).batchSize).toBe(7);
    const own = await content('{ file: book.txt, batchSize: 9 }', undefined, { flags });
    expect(own.batchSize).toBe(9);
  });

  it('is all texts of a folder, by name and with those below it; binary ones are left out', async () => {
    const { workload } = await resolved({ cwd: nested(), flags: { content: '.' } });
    expect(names(workload as ContentWorkload)).toEqual([
      'a.txt',
      'b.txt',
      'docs/deep/y.md',
      'docs/z.md',
    ]);
    expect(workload.source).toBe('. (4 files, 1 binary left out, 4 chunks, broadcast)');
  });

  it('is what a pattern matches, or a list of names', async () => {
    const cwd = nested();
    const byPattern = await resolved({ cwd, flags: { content: 'docs/**/*.md' } });
    expect(names(byPattern.workload as ContentWorkload)).toEqual(['docs/deep/y.md', 'docs/z.md']);
    const list = await resolved({ cwd }, 'workload: { content: { file: [b.txt, docs] } }');
    expect(names(list.workload as ContentWorkload)).toEqual([
      'b.txt',
      'docs/deep/y.md',
      'docs/z.md',
    ]);
  });

  it('is what stdin gave', async () => {
    const { workload } = await resolved({ flags: { content: '-' }, stdin: 'Given by hand.' });
    expect(workload).toMatchObject({
      source: 'stdin (1 chunk, broadcast)',
      files: [{ bytes: 14 }],
    });
  });

  it.each([
    [
      '{ file: book }',
      'swarm.yaml:2: workload.content.file: expected a text to read, but there is no book',
    ],
    [
      '{ file: empty.txt }',
      'swarm.yaml:2: workload.content.file: expected a text to read, but empty.txt is empty',
    ],
    [
      '{ file: latin.txt }',
      'latin.txt: expected UTF-8 text, but byte 3 (counted from 0) is none; convert it, with iconv for example',
    ],
    ['{ file: a.bin }', 'a.bin: expected a text to read, got a binary file'],
    [
      '{ file: "*.bin" }',
      'swarm.yaml:2: workload.content.file: expected a text to read, but all files of *.bin are binary',
    ],
    [
      '{ mode: broadcast }',
      'swarm.yaml:2: workload.content: expected a file to read, got none; say workload.content.file',
    ],
    [
      '{ file: book.txt, role: agnt }',
      'swarm.yaml:2: workload.content.role: unknown role `agnt`; did you mean `agent`?',
    ],
    [
      '{ file: book.txt, chunkBytes: 3 }',
      'swarm.yaml:2: workload.content.chunkBytes: expected a whole number from 4 to 16777216, got 3',
    ],
    [
      '{ file: book.txt, chunkBytes: 8, overlapBytes: 8 }',
      'swarm.yaml:2: workload.content.overlapBytes: expected less than chunkBytes (8), got 8',
    ],
  ])('%s is refused', async (yaml, sentence) => {
    const files = {
      'book.txt': 'One.',
      'empty.txt': '',
      'latin.txt': Buffer.from([0x61, 0x62, 0x63, 0xe4, 0x64]),
      'a.bin': Buffer.from([1, 2, 0, 3]),
    };
    expect(await refusal(content(yaml, files))).toBe(sentence);
  });
});
