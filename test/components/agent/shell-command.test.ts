import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rawParts } from '../../../components/agent/raw-parts.ts';
import { requestCommand } from '../../../components/agent/request-command.ts';
import { folder } from '../../helpers/spec.ts';
import { recordOf } from './records.ts';

/** A program that says what it was given. */
const told = `#!${process.execPath}
const { readFileSync } = require('node:fs');
process.stdout.write(JSON.stringify({
  args: process.argv.slice(2), cwd: process.cwd(), stdin: readFileSync(0, 'utf8'),
  plain: process.env.PLAIN, key: process.env.API_KEY,
}));
`;

function program(): string {
  const directory = folder();
  writeFileSync(join(directory, 'told me'), told, { mode: 0o755 });
  return join(directory, 'told me');
}

function run(command: string) {
  const script = join(folder(), 'pasted.sh');
  writeFileSync(script, command);
  const env = { PATH: process.env.PATH, MY_KEY: 'the "secret" $key' };
  return JSON.parse(execFileSync('sh', [script], { encoding: 'utf8', env }));
}

const nasty = 'It\'s "so" $HOME `id` \\n !! *\n\ttab \u001b[2J \u202e \u0007 end\n';

test('a shell runs the program as it ran, and fills in the secret alone', () => {
  const cwd = folder();
  const args = ['-p', nasty, '', '--x=y'];
  const command = requestCommand({
    command: [program(), ...args],
    cwd,
    environment: { PLAIN: nasty, API_KEY: '$MY_KEY' },
    stdin: nasty,
  });
  expect(command).toContain('API_KEY="$MY_KEY"');
  expect(command).not.toMatch(/[\x00-\x08\x0b-\x1f\u202e]/);
  // What a shell fills in has no line break at its end.
  const trimmed = nasty.replace(/\n$/, '');
  expect(run(command)).toEqual({
    args: ['-p', trimmed, '', '--x=y'],
    cwd,
    stdin: nasty,
    plain: trimmed,
    key: 'the "secret" $key',
  });
});

test('a program that reads nothing is given nothing', () => {
  const command = requestCommand({
    command: ['claude', '-p', "what's new?"],
    cwd: '/work',
    environment: {},
    stdin: null,
  });
  expect(command).toBe(`cd /work && claude -p 'what'\\''s new?' </dev/null`);
});

const raw = {
  attempt: 1,
  live: true,
  request: { command: ['cat'], cwd: '/w', environment: {}, stdin: 'Hi' },
  asSent: true,
  head: { pid: 4711 },
  body: { text: '{"type":"init"}\n', fromStart: true, cut: false },
} as const;

test('the raw call is the command and what the program wrote', () => {
  const parts = rawParts(recordOf(), raw, 'so far');
  expect(parts.map(({ name, words, text }) => [name, words, text])).toEqual([
    ['request', 'of attempt 1, as it was sent', "cd /w && printf %s 'Hi' | \\\n  cat"],
    ['reply', 'arriving', 'process 4711, standard output'],
    ['body', 'whole, as it came', '{"type":"init"}\n'],
  ]);
});

test('what nobody looked at was not kept', () => {
  const parts = rawParts(recordOf(), { ...raw, live: false, head: null, body: null }, null);
  expect(parts[1]).toMatchObject({
    name: 'reply',
    words: 'not kept',
    text: expect.stringMatching(/^What a program writes is kept only while somebody looks/),
  });
});
