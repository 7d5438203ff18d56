import { describe, expect, it } from 'vitest';
import { folder, refusal, resolved } from '../helpers/spec.ts';

const said = (rest: string, above = '') => `${above}workload: { prompts: [a], ${rest} }\n`;

describe('reduce in a spec', () => {
  it('asks the same of parts where nobody says otherwise', async () => {
    const { reduce, dedupe } = await resolved({}, said('reduce: { prompt: "{{texts}}" }'));
    expect(reduce).toEqual({
      ...{ role: null, prompt: '{{texts}}', mapPrompt: '{{texts}}', maxTokens: null },
    });
    expect(dedupe).toBeNull();
  });

  it.each([
    [
      'reduce: { prompt: Sum up. }',
      'reduce.prompt: expected {{texts}} in it, where that is to stand',
    ],
    [
      'reduce: { prompt: "{{text}}" }',
      'reduce.prompt: {{text}} names nothing; did you mean `texts`?',
    ],
    [
      'reduce: { prompt: "{{texts}}", mapPrompt: Sum up. }',
      'reduce.mapPrompt: expected {{texts}} in it, where that is to stand',
    ],
    [
      'reduce: { prompt: "{{texts}}", role: agnet }',
      'reduce.role: unknown role `agnet`; did you mean `agent`?',
    ],
  ])('refuses %s', async (rest, sentence) => {
    expect(await refusal(resolved({}, said(rest)))).toBe(`swarm.yaml:1: workload.${sentence}`);
  });
});

describe('the number of agents of a role', () => {
  const agentsOf = async (yaml: string, flags = {}) => {
    const { roles, agents } = await resolved({ flags, cwd: folder() }, said('repeat: 9', yaml));
    return [agents, ...roles.map((role) => role.agents)];
  };

  it('is just what its count says, and the others share what is left', async () => {
    const roles = 'roles: { a: { count: 7 }, b: { share: 2 }, c: {} }\nagents: 13\n';
    expect(await agentsOf(roles)).toEqual([13, 7, 4, 2]);
  });

  it('makes the number of all of them where every role has one', async () => {
    const roles = 'preset: light\nroles: { a: { count: 40 }, b: { count: 10 } }\n';
    expect(await agentsOf(roles)).toEqual([50, 40, 10]);
  });

  it('gives way to a share that is said more strongly', async () => {
    const roles = 'roles: { a: { count: 4 }, b: {} }\nagents: 10\n';
    expect(await agentsOf(roles, { set: ['roles.a.share=1'] })).toEqual([10, 5, 5]);
  });

  it.each([
    [
      'agents: 9\nroles: { a: { count: 5 }, b: { count: 5 } }\n',
      'swarm.yaml:1: agents: expected 10 agents, as the counts of the roles say, got 9',
    ],
    [
      'agents: 5\nroles: { a: { count: 5 }, b: {} }\n',
      'swarm.yaml:1: agents: expected at least 6 agents, as the counts of the roles say, got 5',
    ],
    [
      'agents: 5\nroles: { a: { count: 5, share: 2 } }\n',
      'swarm.yaml:2: roles.a.count: expected a count or a share, got both; leave one of them out',
    ],
  ])('refuses %j', async (yaml, sentence) => {
    expect(await refusal(resolved({}, said('repeat: 9', yaml)))).toBe(sentence);
  });
});
