import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { curlCommand } from '../../../components/agent/curl-command.ts';

const directory = mkdtempSync(join(tmpdir(), 'swarmdeck-curl-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** A program in place of curl that says what it was given. */
writeFileSync(
  join(directory, 'curl'),
  `#!${process.execPath}
const { readFileSync } = require('node:fs');
const input = process.argv.includes('@-') ? readFileSync(0, 'utf8') : null;
process.stdout.write(JSON.stringify({ args: process.argv.slice(2), input }));
`,
  { mode: 0o755 },
);

function run(command: string): { args: string[]; input: string | null } {
  const env = { PATH: `${directory}:${process.env.PATH}`, OPENAI_API_KEY: 'sk-"of $the` shell' };
  const script = join(directory, 'pasted.sh');
  writeFileSync(script, command);
  return JSON.parse(execFileSync('sh', [script], { encoding: 'utf8', env }));
}

const request = {
  method: 'POST' as const,
  url: "https://api.example/v1/chat/completions?a=1&b='x'",
  headers: {
    'content-type': 'application/json',
    'accept-encoding': 'gzip, br',
    authorization: 'Bearer $OPENAI_API_KEY',
  },
  body: JSON.stringify({
    messages: [{ role: 'user', content: `It's "so" $HOME \`id\` \\ !! *\n%s\u0007` }],
  }),
};

test('a shell gives curl the request as it is, and fills in the key alone', () => {
  const { args } = run(curlCommand(request));
  expect(args).toEqual([
    '-sS',
    '-N',
    '--compressed',
    '-X',
    'POST',
    request.url,
    '-H',
    'Content-Type: application/json',
    '-H',
    'Authorization: Bearer sk-"of $the` shell',
    '--data-raw',
    request.body,
  ]);
});

test('the key stands in it by its name', () => {
  expect(curlCommand(request)).toContain('-H "Authorization: Bearer $OPENAI_API_KEY"');
});

test('a header that a shell could act on is kept from it, but for the variable at its end', () => {
  const headers = { 'x-note': 'a "b" `c` $(d)', 'x-api-key': '$OPENAI_API_KEY' };
  const { args } = run(curlCommand({ ...request, headers }));
  expect(args).toContain('X-Note: a "b" `c` $(d)');
  expect(args).toContain('X-Api-Key: sk-"of $the` shell');
});

test('a body that is too long for an argument goes in by its input', () => {
  const content = `${"it's long ".repeat(30_000)}\nEND_OF_BODY\n$HOME`;
  const body = JSON.stringify({ messages: [{ role: 'user', content }] });
  const { args, input } = run(curlCommand({ ...request, body }));
  expect(args.slice(-2)).toEqual(['--data-binary', '@-']);
  expect(JSON.parse(input ?? '')).toEqual(JSON.parse(body));
});

test('what would not be seen, or what a terminal acts on, is escaped, and means the same', () => {
  const body = JSON.stringify({ text: 'a\u009b2Jb\u202ec\u200bd' });
  const command = curlCommand({ ...request, body });
  expect(command).not.toMatch(/[\u0080-\u009f\u202e\u200b]/);
  expect(JSON.parse(run(command).args.at(-1) ?? '')).toEqual(JSON.parse(body));
});
