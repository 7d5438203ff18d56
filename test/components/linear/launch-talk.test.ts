import { afterEach, expect, test } from 'vitest';
import type {
  LaunchChoices,
  LaunchPreview,
  PresetSummary,
} from '../../../components/console-options.ts';
import { noLimits, usualBreaker, usualRetry, usualTimeouts } from '../../helpers/tuning.ts';
import { RunFixture } from '../run-fixture.ts';
import { closeLinear, talk } from './open-linear.ts';

afterEach(closeLinear);

const preset = (
  name: string,
  agents: number,
  more: Partial<PresetSummary> = {},
): PresetSummary => ({
  name,
  own: false,
  provider: null,
  means: `${agents} agents share the work. Expect limits.`,
  figures: {
    agents,
    concurrency: { min: 4, max: 8, auto: true },
    batch: 100,
    pool: 200,
    limits: { ...noLimits, requestsPerMinute: 200 },
    retry: { ...usualRetry, jitter: 'full' },
    breaker: usualBreaker,
    timeouts: usualTimeouts,
    budget: { usd: 25, perAgentUsd: null, perDayUsd: null },
  },
  ...more,
});

const ready: LaunchPreview = {
  route: { name: 'simulator', ready: true, detail: 'ready' },
  workload: { source: 'demonstration', tasks: 200 },
  problem: null,
  estimate: ['~20k tokens in, ~40k out · 12s at best'],
};

function launch(start?: LaunchChoices['start']) {
  const started: string[] = [];
  const choices: LaunchChoices = {
    presets: [
      preset('light', 10),
      preset('azure', 500, { provider: 'azure-agents' }),
      preset('night-batch', 250, { own: true, provider: 'openai' }),
    ],
    selected: 'light',
    preview: (name) =>
      name === 'azure' ? { ...ready, problem: 'no key: set PROJECT_API_KEY' } : ready,
    start:
      start ??
      (async (name, canary) => {
        started.push(`${name} ${canary}`);
        return new RunFixture({ faults: 0 }).advance(1_000);
      }),
  };
  return { ...talk({ launch: choices }), started };
}

test('presets are a numbered list, and a number says what a launch would do', async () => {
  const { type, says, started } = launch();
  expect(await says(/q leaves\./)).toContain(
    [
      'swarmdeck. Which preset?',
      '1. light, 10 agents, simulator. 10 agents share the work.',
      '2. azure, 500 agents, azure-agents. 500 agents share the work.',
      'Your own:',
      '3. night-batch, 250 agents, openai. 250 agents share the work.',
      'Type a number or a name. h is help, q leaves.',
    ].join('\n'),
  );
  type('3');
  expect(await says(/Enter launches it/)).toContain(
    [
      'night-batch: 250 agents share the work. Expect limits.',
      '250 agents, 4 to 8 calls at once, adapting, 200 requests a minute, 5 retries, a budget of $25.00.',
      'Route simulator: ready.',
      'Workload demonstration: 200 tasks.',
      'Estimate: about 20k tokens in, about 40k out, 12 seconds at best.',
      'Enter launches it',
    ].join('\n'),
  );
  type('');
  await says(/Starting night-batch\.[\s\S]*Run cathedral/);
  expect(started).toEqual(['night-batch null']);
  type('status');
  await says(/Running, 1 second since the start\./);
});

test('a name chooses too, Enter alone says the usual one first, and canary is switched by its word', async () => {
  const { type, says, started } = launch();
  type('canary');
  await says(/Canary: the first 5 tasks alone/);
  type('');
  await says(
    /light: 10 agents[\s\S]*Canary: the first 5 tasks alone, then a pause\.\nEnter launches/,
  );
  expect(started).toEqual([]);
  type('light');
  await says(/Enter launches it/);
  type('');
  await says(/Run cathedral/);
  expect(started).toEqual(['light 5']);
});

test('what cannot be launched says why, and Enter launches nothing', async () => {
  const { type, says, started } = launch();
  type('azure');
  await says(/It cannot be launched: no key: set PROJECT_API_KEY\.\nChoose another\./);
  type('');
  await says(/light: 10 agents/);
  type('nonsense');
  await says(/There is no preset nonsense\.\nType a number from 1 to 3/);
  expect(started).toEqual([]);
});

test('a start that fails says so, and another one can be chosen', async () => {
  const { type, says } = launch(() => Promise.reject(new Error('the directory cannot be written')));
  type('1');
  await says(/Enter launches/);
  type('');
  await says(/The directory cannot be written\./);
  type('h');
  await says(/list: the presets once more/);
});

test.each([
  ['q', 'q\r'],
  ['Ctrl-C', '\x03'],
  ['Ctrl-D', '\x04'],
])('%s leaves', async (_, keys) => {
  const { terminal, outcome, says } = launch();
  await says(/q leaves/);
  terminal.press(keys);
  expect(await outcome).toEqual({ action: 'left', exitCode: null });
});
