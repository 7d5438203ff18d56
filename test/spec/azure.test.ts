import { describe, expect, it } from 'vitest';
import { refusal, resolved } from '../helpers/spec.ts';

const endpoint = 'https://x.services.ai.azure.com/api/projects/p';
const withProject = { PROJECT_ENDPOINT: endpoint, PROJECT_API_KEY: 'k' };
const flags = { provider: 'azure-agents', prompt: ['Hello'] };
const withAgents = { ...withProject, AGENT_ID_KAOZ: 'asst_1', AGENT_ID_ORDER: 'order-bot:3' };

describe('Azure agents', () => {
  it('come from the environment: without roles in the spec, one role for each', async () => {
    const { roles, routes } = await resolved({ flags, environment: withAgents });
    expect(roles.map(({ name }) => name)).toEqual(['kaoz', 'order']);
    expect(routes).toMatchObject([
      {
        name: 'azure-agents/asst_1',
        baseUrl: endpoint,
        key: 'env:PROJECT_API_KEY',
        agent: { id: 'asst_1', version: null, api: 'classic', keep: false, poll: false },
      },
      {
        name: 'azure-agents/order-bot',
        model: 'order-bot',
        agent: { id: 'order-bot', version: '3', api: 'agents' },
      },
    ]);
  });

  it('of roles in the spec are theirs, or those of the environment where a role names none', async () => {
    const yaml = `
provider: azure-agents
model: gpt-4.1
roles:
  kaoz: { agentId: kaoz-bot, agentApi: classic, keepThreads: true, pollAgent: true }
  the-order: { model: gpt-5 }
  clerk: { provider: simulator }
`;
    const environment = { ...withProject, AGENT_ID_KAOZ: 'asst_1', AGENT_ID_THE_ORDER: 'asst_2' };
    const { routes } = await resolved({ flags: { prompt: ['Hello'] }, environment }, yaml);
    expect(routes).toMatchObject([
      { model: 'gpt-4.1', agent: { id: 'kaoz-bot', api: 'classic', keep: true, poll: true } },
      { model: 'gpt-5', agent: { id: 'asst_2', api: 'classic', keep: false, poll: false } },
      { provider: 'simulator' },
    ]);
    expect(routes[2]).not.toHaveProperty('agent');
  });

  it('are named by the presets for Azure, at an address of a project', async () => {
    const preset = { preset: 'azure-free', prompt: ['Hello'] };
    const { routes } = await resolved({ flags: preset, environment: withAgents });
    expect(routes[0]).toMatchObject({ provider: 'azure-agents', pool: 5 });
    const local = 'http://127.0.0.1:8080/api/projects/p';
    const at = await resolved({ flags: { ...preset, baseUrl: local }, environment: withAgents });
    expect(at.routes[0]).toMatchObject({ provider: 'azure-agents', baseUrl: local });
  });

  it('that nobody names, or an address of no project, are refused with the mend', async () => {
    const said = (environment: Record<string, string>) => refusal(resolved({ flags, environment }));
    expect(await said(withProject)).toBe(
      'provider azure-agents: no agent is named; set AGENT_ID_<ROLE> for each role in the environment or in .env, or agentId of a role in a spec',
    );
    expect(
      await refusal(
        resolved({ flags, environment: withProject }, 'roles: { the-order: { share: 1 } }\n'),
      ),
    ).toBe(
      'roles.the-order: no agent is named for it; set AGENT_ID_THE_ORDER in the environment or in .env, or roles.the-order.agentId',
    );
    expect(await said({ AGENT_ID_KAOZ: 'asst_1' })).toBe(
      '--provider: provider azure-agents has no address of its own; give one as baseUrl (--base-url) or in PROJECT_ENDPOINT',
    );
    expect(await said({ ...withAgents, PROJECT_ENDPOINT: 'https://x.azure.com' })).toBe(
      'PROJECT_ENDPOINT: expected an address like https://<resource>.services.ai.azure.com/api/projects/<project>, got https://x.azure.com',
    );
    expect(await said({ ...withAgents, 'AGENT_ID_BAD ONE': 'x' })).toContain('AGENT_ID_BAD ONE: ');
  });

  it('are asked by no key and no token over a plain line, but on this machine', async () => {
    const plain = (host: string) => ({
      AGENT_ID_KAOZ: 'asst_1',
      PROJECT_ENDPOINT: `http://${host}/api/projects/p`,
    });
    expect(await refusal(resolved({ flags, environment: plain('box') }))).toBe(
      'http://box/api/projects/p: the token of Entra ID would travel unencrypted; use https, or allow it with --insecure',
    );
    const { routes } = await resolved({ flags, environment: plain('127.0.0.1:9') });
    expect(routes[0].key).toBeNull();
    const allowed = { flags: { ...flags, insecure: true }, environment: plain('box') };
    expect((await resolved(allowed)).routes).toHaveLength(1);
  });
});
