import { describe, expect, it } from 'vitest';
import { loadSpecDocument } from '../../src/spec/spec-document.ts';
import { folder, refusal, resolved } from '../helpers/spec.ts';

/** The sentence about a spec file of this text. */
const about = (yaml: string) => refusal(resolved({}, yaml));

describe('a spec that cannot be used', () => {
  it('names the line and the near miss of an unknown field', async () => {
    expect(await about('agents: 3\nretry:\n  retrys: 2\n')).toBe(
      'swarm.yaml:3: retry.retrys: unknown field `retrys`; did you mean `retries`?',
    );
  });

  it('lists the fields where nothing is near', async () => {
    expect(await about('breaker: { zebra: 1 }\n')).toBe(
      'swarm.yaml:1: breaker.zebra: unknown field `zebra`; there are: failures, share, window, recoverySeconds',
    );
  });

  it('says which type was expected and what was there', async () => {
    expect(await about('roles:\n  kaoz:\n    share: many\n')).toBe(
      'swarm.yaml:3: roles.kaoz.share: expected a number above 0, got "many"',
    );
    expect(await about('roles: [a]\n')).toBe('swarm.yaml:1: roles: expected a mapping, got a list');
    expect(await about('retry:\n')).toBe('swarm.yaml:1: retry: expected a mapping, got nothing');
    expect(await about('http2: 1\n')).toBe('swarm.yaml:1: http2: expected true or false, got 1');
  });

  it('says which range a number must be in', async () => {
    expect(await about('agents: 0\n')).toBe(
      'swarm.yaml:1: agents: expected a whole number from 1 to 10000, got 0',
    );
    expect(await about('agents: 2.5\n')).toBe(
      'swarm.yaml:1: agents: expected a whole number from 1 to 10000 or auto, got 2.5',
    );
    expect(await about('breaker: { share: 1.5 }\n')).toBe(
      'swarm.yaml:1: breaker.share: expected a number from 0 to 1, got 1.5',
    );
  });

  it('lists the words that are allowed and the one that was meant', async () => {
    expect(await about('retry: { strategy: exponental }\n')).toBe(
      'swarm.yaml:1: retry.strategy: expected exponential, linear, fixed or none, got "exponental"; did you mean `exponential`?',
    );
    expect(await about('roles: { kaoz: { priority: hihg } }\n')).toBe(
      'swarm.yaml:1: roles.kaoz.priority: expected critical, high, normal, low or a whole number from -1000 to 1000, got "hihg"; did you mean `high`?',
    );
  });

  it('looks inside the shape that was meant, where a field can have several', async () => {
    expect(await about('concurrency: { min: 2, maxx: 4 }\n')).toContain(
      'concurrency.maxx: unknown field `maxx`; did you mean `max`?',
    );
    expect(await about('concurrency: { min: 2 }\n')).toContain(
      'concurrency.max: expected a whole number from 1 to 100000, got nothing',
    );
    expect(await about('workload:\n  prompts:\n    - one\n    - promt: two\n')).toBe(
      'swarm.yaml:4: workload.prompts[1].promt: unknown field `promt`; did you mean `prompt`?',
    );
  });

  it('wants min to be at most max, and baseMs at most maxMs', async () => {
    expect(await about('concurrency: { min: 5, max: 2 }\n')).toBe(
      'swarm.yaml:1: concurrency: expected min to be at most max, got min 5 and max 2',
    );
    expect(await about('retry: { baseMs: 500, maxMs: 100 }\n')).toBe(
      'swarm.yaml:1: retry.maxMs: expected at least baseMs (500), got 100',
    );
    expect(await about('retry: { baseMs: 40000 }\n')).toBe(
      'swarm.yaml:1: retry.baseMs: expected at most maxMs (30000), got 40000',
    );
  });

  it('wants role names that can be file names, and different ones', async () => {
    expect(await about('roles: { "a/b": {} }\n')).toBe(
      'swarm.yaml:1: roles.a/b: expected a name of letters, digits, - and _, at most 64 characters, got "a/b"',
    );
    expect(await about('roles:\n  kaoz: {}\n  Kaoz: {}\n')).toBe(
      'swarm.yaml:3: roles.Kaoz: expected a name that differs from kaoz by more than case',
    );
    expect(await about('roles: {}\n')).toBe(
      'swarm.yaml:1: roles: expected at least one role, got none',
    );
  });

  it('never shows a key that was written into it', async () => {
    const sentence = await about('key: sk-very-secret\n');
    expect(sentence).toBe(
      'swarm.yaml:1: key: expected env:NAME, the environment variable that holds the key, got something else',
    );
  });
});

describe('a spec file that cannot be read', () => {
  it('tells a missing file, a directory, an empty file and other bytes apart', async () => {
    const cwd = folder({ 'empty.yaml': ' \n', 'bytes.yaml': new Uint8Array([0xff, 0xfe, 0x41]) });
    const sentence = (file: string) => refusal(loadSpecDocument(file, cwd));
    expect(await sentence('gone.yaml')).toBe(
      'gone.yaml: expected a spec, but there is no such file',
    );
    expect(await sentence('.')).toBe('.: expected a spec, but it is a directory');
    expect(await sentence('empty.yaml')).toBe('empty.yaml: expected a spec, but it is empty');
    expect(await sentence('bytes.yaml')).toBe(
      'bytes.yaml: expected a spec as UTF-8 text, got other bytes',
    );
  });

  it('gives the line of broken YAML and of broken JSON', async () => {
    const cwd = folder({
      'broken.yaml': 'agents: 3\nroles: [a\n',
      'comma.json': '{\n  "agents": 3,\n}\n',
      'broken.json': '{\n  "agents": 3\n  "batch": 2\n}\n',
      'twice.yaml': 'agents: 3\nagents: 4\n',
      'two.yaml': 'agents: 3\n---\nagents: 4\n',
      'list.yaml': '- agents\n',
    });
    const sentence = (file: string) => refusal(loadSpecDocument(file, cwd));
    expect(await sentence('broken.yaml')).toMatch(/^broken\.yaml:[23]: not valid YAML: /);
    expect(await sentence('comma.json')).toMatch(/^comma\.json:3: not valid JSON: /);
    expect(await sentence('broken.json')).toMatch(/^broken\.json:[23]: not valid JSON: /);
    expect(await sentence('twice.yaml')).toMatch(/^twice\.yaml:2: not valid YAML: .*unique/);
    expect(await sentence('two.yaml')).toBe('two.yaml: expected one document, got 2');
    expect(await sentence('list.yaml')).toContain('expected a mapping of fields, got a list');
  });

  it('gives line numbers for JSON too', async () => {
    const cwd = folder({ 'swarm.json': '{\n  "agents": 3,\n  "batch": 0\n}\n' });
    const specFile = await loadSpecDocument('swarm.json', cwd);
    expect(await refusal(resolved({ specFile }))).toBe(
      'swarm.json:3: batch: expected a whole number from 1 to 1000000, got 0',
    );
  });
});
