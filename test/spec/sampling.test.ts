import { expect, test } from 'vitest';
import { Session } from '../../src/cli/session.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { folder, refusal, resolved } from '../helpers/spec.ts';

test('sampling is that of the run, field by field in place of it that of a role', async () => {
  const { roles } = await resolved(
    {},
    `sampling: { temperature: 0.2, seed: 7 }
roles: { a: { sampling: { temperature: 1 } }, b: {} }
agents: 2
workload: { prompts: [x] }
`,
  );
  expect(roles.map(({ sampling }) => sampling)).toEqual([
    { temperature: 1, seed: 7 },
    { temperature: 0.2, seed: 7 },
  ]);
  const [none] = (await resolved({}, 'workload: { prompts: [x] }')).roles;
  expect(none).not.toHaveProperty('sampling');
  expect(
    await refusal(resolved({}, 'sampling: { temperature: 3 }\nworkload: { prompts: [x] }')),
  ).toMatch(/sampling\.temperature: expected a number from 0 to 2, got 3/);
});

test('what is asked for goes with every call', async () => {
  const simulator = await startSimulator({ firstTokenMs: 1, outputTokens: 2 });
  const environment = { OPENAI_API_KEY: 'k' };
  const spec = await resolved(
    { environment, flags: { out: `${folder()}/run` } },
    `provider: openai
baseUrl: ${simulator.url}/v1
sampling: { temperature: 0, stop: [END] }
workload: { prompts: [x] }
`,
  );
  const session = await Session.open({ spec, plan: compilePlan(spec), environment });
  session.engine.start();
  await session.finish();
  const reply = await fetch(`${simulator.url}/__sim/record?bodies=1`);
  const { requests } = (await reply.json()) as { requests: { body: string }[] };
  expect(JSON.parse(requests[0].body)).toMatchObject({ temperature: 0, stop: ['END'] });
  await simulator.stop();
});
