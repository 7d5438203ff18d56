import { expect, test } from 'vitest';
import { LaunchFixture, route, simulator } from './launch-fixture.ts';
import { closeAfterEach, openLaunch } from './open-launch.ts';

closeAfterEach();

const ollama = route('ollama', {
  words: 'found here, 3 models, tinyllama warm',
  models: ['tinyllama'],
  offer: { provider: 'openai', baseUrl: 'http://127.0.0.1:11434/v1', model: 'tinyllama' },
});
const openai = route('openai', {
  state: 'refused',
  words: 'no key: set OPENAI_API_KEY',
  offer: null,
});

test('each route says how it stands, and while one is asked a spinner turns', async () => {
  const desk = new LaunchFixture();
  desk.routes = [simulator, { ...openai, state: 'asking', words: 'asking api.openai.com' }];
  const { terminal } = openLaunch(100, 30, desk);
  await terminal.shows(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] openai: asking api\.openai\.com/);
  desk.change([simulator, openai, ollama]);
  const text = await terminal.shows(/● simulator ready/);
  expect(text).toMatch(/› simulator +ready, inside/);
  expect(text).toMatch(/ {3}openai +no key: set OPENAI_API_KEY/);
  expect(text).toMatch(/ {3}ollama +found here, 3 models, tinyllama warm/);
  const line = text.split('\n').findIndex((row) => row.includes('no key'));
  const at = text.split('\n')[line].indexOf('no key');
  expect((await terminal.cell(at, line)).colour).not.toBe(-1);
});

test('o takes the next route that is ready, and says where there is no other', async () => {
  const desk = new LaunchFixture();
  const { terminal } = openLaunch(100, 30, desk);
  await terminal.shows(/› heavy/);
  terminal.press('o');
  await terminal.shows(/simulator is the only route that is ready/);
  desk.change([simulator, openai, ollama]);
  terminal.press('o');
  await terminal.shows(/› custom of heavy +500 · openai/);
  expect(desk.looked.at(-1)?.changes).toEqual(ollama.offer);
  desk.change([{ ...simulator, chosen: false }, openai, { ...ollama, chosen: true }]);
  terminal.press('o');
  await terminal.shows(/› heavy/);
  expect(desk.looked.at(-1)?.changes).toEqual({});
});

test('r looks at the routes again', async () => {
  const { terminal, desk } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('r');
  await expect.poll(() => desk.done).toEqual(['probed']);
});

test('P fetches a model that is missing, shows how far it is, and stops it', async () => {
  const desk = new LaunchFixture();
  desk.routes = [
    { ...simulator, chosen: false },
    { ...ollama, chosen: true, missing: 'gemma3' },
  ];
  const { terminal } = openLaunch(100, 30, desk);
  await terminal.shows(/› heavy/);
  terminal.press('P');
  await terminal.shows(/model to fetch for Ollama ›gemma3/);
  terminal.press('\r');
  await expect.poll(() => desk.done).toEqual(['pull gemma3']);
  desk.pulls[0].tell({ model: 'gemma3', share: null, totalBytes: null, status: 'asking for it' });
  await terminal.shows(/fetching gemma3 · asking for it · P cancels/);
  desk.pulls[0].tell({ model: 'gemma3', share: 0.414, totalBytes: 638e6, status: 'pulling' });
  await terminal.shows(/fetching gemma3 41 % of 638 MB · P cancels/);
  await terminal.shows(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] fetching gemma3 41 % of 638 MB/);
  terminal.press('P');
  await terminal.shows(/gemma3 is not fetched any more/);
  terminal.press('P\r');
  await expect.poll(() => desk.pulls).toHaveLength(2);
  desk.pulls[1].finish(new Error('pull model manifest: file does not exist'));
  await terminal.shows(/gemma3 cannot be fetched: pull model manifest: file does not exist/);
  terminal.press('P\r');
  await expect.poll(() => desk.pulls).toHaveLength(3);
  desk.pulls[2].finish();
  await terminal.shows(/gemma3 is there/);
});

test('without an Ollama there is nothing to fetch for', async () => {
  const { terminal } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('P');
  await terminal.shows(/there is no Ollama here that could fetch a model/);
});
