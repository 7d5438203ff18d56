import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtInPresets } from '../../presets/index.ts';
import { failureClasses } from '../../src/spec/failure-classes.ts';
import { resolveSpec } from '../../src/spec/resolve-spec.ts';
import { loadSpecDocument } from '../../src/spec/spec-document.ts';
import { splitWords } from '../../src/spec/split-words.ts';
import { orWords } from '../../src/spec/value-words.ts';
import { folder, refusal, resolved } from '../helpers/spec.ts';

const work = 'workload: { prompts: [Hello] }\n';
const cat = `provider: exec\nexec: { command: [cat] }\n${work}`;

describe('a program in place of a service', () => {
  it('is a route by its name, without address and key, with the defaults', async () => {
    const cwd = folder();
    const environment = { OPENAI_API_KEY: 'sk-not-for-it' };
    const { routes } = await resolved(
      { cwd, environment },
      `provider: exec\nexec: { command: [/usr/local/bin/agent, --quick] }\n${work}`,
    );
    expect(routes).toMatchObject([
      {
        name: 'exec/agent',
        provider: 'exec',
        model: 'agent',
        baseUrl: 'exec:/usr/local/bin/agent',
        key: null,
        exec: {
          command: ['/usr/local/bin/agent', '--quick'],
          input: 'stdin',
          cwd,
          env: {},
          profile: 'text',
          jsonl: null,
          exitCodes: {},
          maxOutputBytes: 10_000_000,
        },
      },
    ]);
  });

  it('may have a model, which names the route and its price', async () => {
    const { routes } = await resolved({}, `${cat}model: sonnet\nprice: { input: 0, output: 0 }\n`);
    expect(routes).toMatchObject([
      { name: 'exec/sonnet', model: 'sonnet', price: { input: 0, output: 0 } },
    ]);
  });

  it('is a command from the command line', async () => {
    const flags = {
      provider: 'exec',
      prompt: ['Hello'],
      set: ['exec.command=sh -c "echo \'a b\'"', 'exec.exitCodes.3=quota', 'exec.env.DEBUG=1'],
    };
    const { routes } = await resolved({ flags });
    expect(routes[0].exec).toMatchObject({
      command: ['sh', '-c', "echo 'a b'"],
      exitCodes: { 3: 'quota' },
      env: { DEBUG: '1' },
    });
  });

  it('is changed field by field by what is stronger', async () => {
    const yaml = `provider: exec\nexec: { command: [cat], env: { A: a, B: b }, cwd: sub }\n${work}`;
    const cwd = folder();
    const { routes } = await resolved(
      { cwd, flags: { set: ['exec.env.B=c', 'exec.maxOutputBytes=5'] } },
      yaml,
    );
    expect(routes[0].exec).toMatchObject({
      command: ['cat'],
      env: { A: 'a', B: 'c' },
      cwd: join(cwd, 'sub'),
      maxOutputBytes: 5,
    });
  });

  it('runs where the spec says, from its own directory, else where swarmdeck was started', async () => {
    const cwd = folder();
    const specs = folder({ 'a.yaml': `${cat}roles: { r: { exec: { cwd: . } }, s: {} }\n` });
    const { spec } = await resolveSpec({
      presets: builtInPresets,
      cwd,
      specFile: await loadSpecDocument('a.yaml', specs),
    });
    expect(spec.routes.map(({ exec }) => exec?.cwd)).toEqual([specs, cwd]);
  });

  it('of a role takes over what the run says, unless it is another program', async () => {
    const { routes } = await resolved(
      {},
      `provider: exec\nmodel: m\nexec: { command: [cat], env: { A: a }, profile: codex }\nroles:\n` +
        `  same: { exec: { env: { B: b } } }\n  other: { exec: { command: [tac] } }\n${work}`,
    );
    expect(routes).toMatchObject([
      { name: 'exec/m', exec: { command: ['cat'], env: { A: 'a', B: 'b' }, profile: 'codex' } },
      { name: 'exec/tac', exec: { command: ['tac'], env: {}, profile: 'text' } },
    ]);
  });

  it('may be what a role falls back to, and fall back itself', async () => {
    const { routes, roles } = await resolved(
      {},
      `roles:\n  a: { fallbacks: [{ provider: exec, exec: { command: [cat] } }] }\n` +
        `  b: { provider: exec, exec: { command: [tac] }, fallbacks: [{ provider: simulator }] }\n${work}`,
    );
    const names = (role: number) => roles[role].routes.map((route) => routes[route].name);
    expect(names(0)).toEqual(['simulator/sim-small', 'exec/cat']);
    expect(names(1)).toEqual(['exec/tac', 'simulator/sim-small']);
  });

  it('is left behind where a flag names another provider', async () => {
    const { routes } = await resolved({ flags: { provider: 'simulator' } }, cat);
    expect(routes).toMatchObject([{ provider: 'simulator', model: 'sim-small' }]);
    expect(routes[0].exec).toBeUndefined();
  });

  it('names its variables and never holds what they hold', async () => {
    const yaml = `provider: exec\nexec: { command: [cat], env: { API_KEY: 'env:MINE', N: 5 } }\n${work}`;
    const { routes } = await resolved({ environment: { MINE: 'hidden' } }, yaml);
    expect(routes[0].exec?.env).toEqual({ API_KEY: 'env:MINE', N: '5' });
  });

  it('says what the lines mean of a program of its own', async () => {
    const yaml = `provider: exec\nexec:\n  command: [mine]\n  profile: jsonl\n  jsonl:\n    text: { at: /t, when: { /kind: piece } }\n    final: /result\n    done: { /end: true }\n    usage: { input: /u/in }\n    cost: /usd\n${work}`;
    const { routes } = await resolved({}, yaml);
    expect(routes[0].exec?.jsonl).toEqual({
      text: [{ at: '/t', when: { '/kind': 'piece' } }],
      final: [{ at: '/result' }],
      done: [{ '/end': true }],
      error: [],
      stage: [],
      usage: { input: [{ at: '/u/in' }], output: [], cacheRead: [], cacheWrite: [] },
      cost: [{ at: '/usd' }],
    });
  });

  it('demands work', async () => {
    expect(await refusal(resolved({}, 'provider: exec\nexec: { command: cat }\n'))).toMatch(
      /^workload: there is no work to do/,
    );
  });
});

describe('a program that cannot be run as it is said', () => {
  it.each([
    [
      'provider: exec',
      'swarm.yaml:1: provider: provider exec needs a program to run; name it as exec: { command: [program, argument] }',
    ],
    [
      'roles: { r: { provider: exec } }',
      'swarm.yaml:1: roles.r.provider: provider exec needs a program to run; name it as exec: { command: [program, argument] }',
    ],
    [
      'exec: { command: [cat] }',
      'swarm.yaml:1: exec.command: a program is for provider: exec, and the provider is simulator; say provider: exec beside it',
    ],
    [
      'roles: { r: { provider: openai, key: env:K, exec: { command: [cat] } } }',
      'swarm.yaml:1: roles.r.exec.command: a program is for provider: exec, and the provider is openai; say provider: exec beside it',
    ],
    [
      'roles: { r: { fallbacks: [ { exec: { command: [cat] } } ] } }',
      'swarm.yaml:1: roles.r.fallbacks[0].exec.command: a program is for provider: exec, and the provider is simulator; say provider: exec beside it',
    ],
    [
      'provider: exec\nexec: { command: [] }',
      'swarm.yaml:2: exec.command: expected a program at least, got an empty list',
    ],
    [
      "provider: exec\nexec: { command: ' ' }",
      'swarm.yaml:2: exec.command: expected a command that is not empty, got " "',
    ],
    [
      "provider: exec\nexec: { command: [''] }",
      'swarm.yaml:2: exec.command: expected a program, got an empty name',
    ],
    [
      'provider: exec\nexec: { command: cat | wc }',
      'swarm.yaml:2: exec.command: `|` is for a shell, and none reads it; quote it, write a list of words, or run a shell: [sh, -c, "…"]',
    ],
    [
      'provider: exec\nexec: { command: [cat, "{{prompt}}"] }',
      'swarm.yaml:2: exec.command: {{prompt}} is filled in with input: argument; say that, or leave it out',
    ],
    [
      'provider: exec\nexec: { command: [a, --key, sk-1234567890] }',
      'swarm.yaml:2: exec.command: this looks like a secret, which others see in the list of processes; hand it over as env: { NAME: env:NAME }',
    ],
    [
      'provider: exec\nexec: { command: [a], env: { API_KEY: abc } }',
      'swarm.yaml:2: exec.env.API_KEY: this looks like a secret, and the record of a run would hold it; name it as env:NAME',
    ],
    [
      'provider: exec\nexec: { command: [a], env: { A: "env:MISSING" } }',
      'swarm.yaml:2: exec.env.A: the environment variable MISSING is not set; set it, or put it in .env',
    ],
    [
      'provider: exec\nexec: { command: [a], profile: claude }',
      'swarm.yaml:2: exec.profile: expected text, jsonl, claude-code, codex, gemini-cli or opencode, got "claude"',
    ],
    [
      'provider: exec\nexec: { command: [a], profile: jsonl }',
      'swarm.yaml:2: exec.profile: profile jsonl needs to be told what the lines mean; say it as exec: { jsonl: { text: /delta } }',
    ],
    [
      'provider: exec\nexec: { command: [a], jsonl: { text: /a } }',
      'swarm.yaml:2: exec.jsonl: is for profile: jsonl, and the profile is text',
    ],
    [
      'provider: exec\nexec: { command: [a], profile: jsonl, jsonl: { text: a.b } }',
      'swarm.yaml:2: exec.jsonl.text: expected a JSON pointer like /message/text, got "a.b"',
    ],
    [
      'provider: exec\nexec: { command: [a], exitCodes: { 75: overload } }',
      `swarm.yaml:2: exec.exitCodes.75: expected ${orWords(failureClasses)}, got "overload"; did you mean \`overloaded\`?`,
    ],
    [
      'provider: exec\nexec: { command: [a], exitCodes: { 0: server } }',
      'swarm.yaml:2: exec.exitCodes.0: expected an exit code from 1 to 255, got "0"',
    ],
    [
      'provider: exec\nbaseUrl: http://127.0.0.1:1/v1\nexec: { command: [a] }',
      'swarm.yaml:2: baseUrl: provider exec runs a program of this machine and has no address; leave it out',
    ],
    [
      'provider: exec\ntools: [calculator]\nexec: { command: [a] }',
      'swarm.yaml:2: tools: the role agent may go to a program, which has tools of its own and is given none; say roles.agent.tools: []',
    ],
    [
      'roles: { r: { tools: [calculator], fallbacks: [ { provider: exec, exec: { command: [a] } } ] } }',
      'swarm.yaml:1: roles.r.tools: the role r may go to a program, which has tools of its own and is given none; say roles.r.tools: []',
    ],
    [
      'provider: exec\nkey: env:K\nexec: { command: [a] }',
      'swarm.yaml:2: key: provider exec sends no key; hand it to the program as exec: { env: { NAME: env:K } }',
    ],
  ])('%j is told in a sentence', async (yaml, sentence) => {
    const environment = { K: 'k' };
    expect(await refusal(resolved({ environment }, `${yaml}\n${work}`))).toBe(sentence);
  });
});

describe('a command in one text', () => {
  it.each([
    ['claude -p', ['claude', '-p']],
    ['  a\t b  ', ['a', 'b']],
    [`a 'b c' "d e"f`, ['a', 'b c', 'd ef']],
    [`a '' ""`, ['a', '', '']],
    ['a\\ b "c\\"d" "e\\f"', ['a b', 'c"d', 'e\\f']],
    [`a '$HOME|;'`, ['a', '$HOME|;']],
    ['a {{prompt}} --x=[1]*?', ['a', '{{prompt}}', '--x=[1]*?']],
  ])('%s is split as a shell would', (written, words) => {
    expect(splitWords(written, 'here')).toEqual(words);
  });

  it.each([
    ["a 'b", "here: a ' is not closed"],
    ['a \\', 'here: ends in a backslash'],
    ['a $HOME', 'here: `$` is for a shell'],
    ['a "$HOME"', 'here: `$` is for a shell'],
    ['a > b', 'here: `>` is for a shell'],
  ])('%s is refused', async (written, sentence) => {
    expect(await refusal(() => splitWords(written, 'here'))).toContain(sentence);
  });
});
