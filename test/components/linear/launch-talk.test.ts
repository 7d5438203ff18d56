import { afterEach, expect, test } from 'vitest';
import { LaunchFixture, summary } from '../launch-fixture.ts';
import { RunFixture } from '../run-fixture.ts';
import { closeLinear, talk } from './open-linear.ts';

afterEach(closeLinear);

function launch(desk = new LaunchFixture()) {
  desk.presets = ['light 10', 'azure 500 azure-agents', 'night-batch 250 openai'].map((words) => {
    const [name, agents, provider = null] = words.split(' ');
    const means = `${agents} agents share the work. Expect limits.`;
    return summary(name, Number(agents), { provider, means, own: name === 'night-batch' });
  });
  desk.estimate = { billed: false };
  const { start } = desk;
  desk.start = (wish, canary) =>
    wish.preset === 'light' || wish.preset === 'night-batch'
      ? Promise.resolve(new RunFixture({ faults: 0 }).advance(1_000))
      : start(wish, canary);
  return { ...talk({ launch: desk.choices({ selected: 'light' }) }), desk };
}

test('an estimate that a service has counted says so', async () => {
  const { type, says, desk } = launch();
  desk.estimate = { countedBy: 'counted by anthropic' };
  await says(/Which preset/);
  type('3');
  await says(/Estimate: about 22\.7k tokens in counted by anthropic, about 40\.0k out\./);
});

test('how many tasks there will be is said as a bound where it is one, and the chosen preset is no change', async () => {
  const { type, says, desk } = launch();
  desk.source = '5 questions, 9 voters each';
  desk.estimate = { taskWords: '45 tasks at most' };
  await says(/Which preset/);
  type('3');
  const text = await says(/Enter launches it/);
  expect(text).toContain('Workload 5 questions, 9 voters each: 45 tasks at most.');
  expect(text).not.toContain('Changed: preset');
});

test('presets are a numbered list, and a number says what a launch would do', async () => {
  const { type, says, desk } = launch();
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
      'Route simulator: ready, inside.',
      'Workload demonstration: 5,000 tasks.',
      'Estimate: about 22.7k tokens in, about 40.0k out.',
      'Cost: costs nothing, about $0.92 if it were real.',
      'Time: 48 seconds to 2 minutes 10 seconds at best.',
      'It will be held by tokens a minute on azure/gpt-5-mini (90,000).',
      'Enter launches it',
    ].join('\n'),
  );
  type('');
  await says(/Starting night-batch\.[\s\S]*Run cathedral/);
  expect(desk.started).toMatchObject([{ wish: { preset: 'night-batch' }, canary: null }]);
  expect(desk.watching).toBe(0);
  type('status');
  await says(/Running, 1 second since the start\./);
});

test('a name chooses too, Enter alone says the usual one first, and canary is switched by its word', async () => {
  const { type, says, desk } = launch();
  type('canary');
  await says(/Canary: the first 5 tasks alone/);
  type('');
  await says(
    /light: 10 agents[\s\S]*Canary: the first 5 tasks alone, then a pause\.\nEnter launches/,
  );
  expect(desk.started).toEqual([]);
  type('light');
  await says(/Enter launches it/);
  type('');
  await says(/Run cathedral/);
  expect(desk.started).toMatchObject([{ wish: { preset: 'light' }, canary: 5 }]);
});

test('what cannot be launched says why, and Enter launches nothing', async () => {
  const { type, says, desk } = launch();
  type('azure');
  await says(/It cannot be launched: azure-agents is not in this version yet\.\nChoose another\./);
  type('');
  await says(/light: 10 agents/);
  type('nonsense');
  await says(/There is no preset nonsense\.\nType a number from 1 to 3/);
  expect(desk.started).toEqual([]);
});

test('a start that fails says so, and another one can be chosen', async () => {
  const { type, says, desk } = launch();
  desk.start = () => Promise.reject(new Error('the directory cannot be written'));
  type('1');
  await says(/Enter launches/);
  type('');
  await says(/The directory cannot be written\./);
  type('h');
  await says(/list: the presets once more/);
});

test('work, settings and a name for them are said in words; what does not fit is refused in one', async () => {
  const { type, says, desk } = launch();
  type('file prompts.jsonl');
  await says(/Choose a preset first\./);
  type('light');
  await says(/Enter launches it/);
  type('file nothing.txt');
  await says(/othing\.txt: expected prompts, but there is no such file\./);
  type('file prompts.jsonl');
  await says(/Workload prompts.jsonl: 2,000 tasks/);
  type('prompt Name a harbour.');
  await says(/Workload text: 1 task\./);
  type('times 100');
  await says(/Workload text: 100 tasks/);
  type('set agents many');
  await says(/Agents: expected a whole number from 1 to 10000 or auto, got "many"\./);
  type('set agents 50');
  await says(/50 agents, 4 to 8 calls at once/);
  type('save mine');
  await says(/Saved mine\./);
  type('routes');
  await says(/Route simulator: ready, inside\./);
  type('last');
  await says(/There is no run yet whose work could be taken\./);
  expect(desk.looked.at(-1)).toEqual({
    preset: 'light',
    changes: { agents: 50 },
    work: { kind: 'text', text: 'Name a harbour.', repeat: 100 },
  });
});

test('a launch that costs much waits for a yes', async () => {
  const { type, says, desk } = launch();
  desk.asks = { title: 'Launch 2,000 tasks on openai/gpt-5-mini?', words: '~$4.18 is expected.' };
  type('light');
  await says(/Enter launches it/);
  type('');
  await says(
    /Launch 2,000 tasks on openai\/gpt-5-mini\?\nAbout \$4\.18 is expected\.\nyes launches it/,
  );
  type('no');
  await says(/Not launched\./);
  expect(desk.started).toEqual([]);
  type('');
  await says(/yes launches it/);
  type('yes');
  await says(/Run cathedral/);
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
