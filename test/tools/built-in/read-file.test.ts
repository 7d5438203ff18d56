import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folder } from '../../helpers/spec.ts';
import { run, toolBox } from '../tool-box.ts';

/** The tool over a directory `data` with these files, beside which a secret lies. */
async function reader(files: Readonly<Record<string, string | Uint8Array>> = {}, settings = '') {
  const cwd = folder({ 'secret.txt': 'secret' });
  const root = join(cwd, 'data');
  mkdirSync(root);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  const yaml = `tools: [{ use: read_file, root: ./data${settings} }]\n`;
  const box = await toolBox(yaml, process.env, cwd);
  return { root, read: (args: unknown) => run(box, 'read_file', args) };
}

it('reads a file of its directory, also by its whole path', async () => {
  const { root, read } = await reader({ 'a.txt': 'å b' });
  expect(await read({ path: 'a.txt' })).toMatchObject({ text: 'å b', failure: null });
  expect(await read({ path: './x/../a.txt' })).toMatchObject({ text: 'å b' });
  expect(await read({ path: join(root, 'a.txt') })).toMatchObject({ text: 'å b' });
});

it('says that a file is empty', async () => {
  const { read } = await reader({ 'a.txt': '' });
  expect(await read({ path: 'a.txt' })).toMatchObject({ text: '[the file is empty]' });
});

it('lists the names of a directory', async () => {
  const { root, read } = await reader({ 'b.txt': '', 'a.txt': '' });
  mkdirSync(join(root, 'deep'));
  expect(await read({ path: '.' })).toMatchObject({ text: 'a.txt\nb.txt\ndeep/' });
  expect(await read({ path: 'deep' })).toMatchObject({ text: '[the directory is empty]' });
});

it.each(['../secret.txt', '/etc/passwd', 'a/../../secret.txt', '..', '../none.txt'])(
  'does not leave its directory for %s',
  async (path) => {
    const { read } = await reader();
    expect(await read({ path })).toMatchObject({
      failure: 'failed',
      text: `${path} leads out of the directory that may be read; give a path inside it, like . for its names.`,
    });
  },
);

it('does not follow a link out of its directory, and does within', async () => {
  const { root, read } = await reader({ 'a.txt': 'inside' });
  symlinkSync(join(root, '..', 'secret.txt'), join(root, 'out.txt'));
  symlinkSync(join(root, '..'), join(root, 'up'));
  symlinkSync('a.txt', join(root, 'in.txt'));
  expect((await read({ path: 'out.txt' })).text).toMatch(/^out\.txt leads out/);
  expect((await read({ path: 'up/secret.txt' })).text).toMatch(/^up\/secret\.txt leads out/);
  expect(await read({ path: 'in.txt' })).toMatchObject({ text: 'inside' });
});

it('reads a large file in parts that a model can put together', async () => {
  const whole = 'aå€😀'.repeat(300);
  const { read } = await reader({ 'big.txt': whole }, ', maxResultBytes: 700');
  let text = '';
  let from = 0;
  for (let parts = 0; parts < 10; parts++) {
    const part = await read({ path: 'big.txt', from });
    expect(Buffer.byteLength(part.text)).toBeLessThanOrEqual(700);
    const more = /^(.*)\n\[bytes (\d+) to (\d+) of 3000; read on with from: (\d+)\]$/s.exec(
      part.text,
    );
    text += more === null ? part.text : more[1];
    if (more === null) break;
    expect([Number(more[2]), more[3]]).toEqual([from, more[4]]);
    from = Number(more[4]);
  }
  expect(text).toBe(whole);
});

it('begins at a whole character, and reads no more than it is asked for', async () => {
  const { read } = await reader({ 'a.txt': '€€abcdef' });
  expect((await read({ path: 'a.txt', from: 1, bytes: 6 })).text).toBe(
    '€a\n[bytes 3 to 7 of 12; read on with from: 7]',
  );
  expect(await read({ path: 'a.txt', from: 12 })).toMatchObject({
    failure: 'failed',
    text: 'a.txt has 12 bytes: nothing begins at 12.',
  });
});

it('refuses what is no text', async () => {
  const { root, read } = await reader({ 'a.png': new Uint8Array([137, 80, 0, 1]) });
  execFileSync('mkfifo', [join(root, 'pipe')]);
  expect(await read({ path: 'a.png' })).toMatchObject({ text: 'a.png is no text.' });
  expect(await read({ path: 'pipe' })).toMatchObject({ text: 'pipe is no file.' });
  expect(await read({ path: 'none.txt' })).toMatchObject({
    failure: 'failed',
    text: 'There is no file none.txt; ask for . to see names.',
  });
});
