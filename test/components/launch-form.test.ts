import { expect, test } from 'vitest';
import { formFields } from '../../components/launch/form-fields.ts';
import { fieldFacts } from '../../src/spec/field-facts.ts';
import { presetSchema } from '../../src/spec/preset.ts';
import { specSchema } from '../../src/spec/schema/spec.ts';
import { LaunchFixture, simulator } from './launch-fixture.ts';
import { closeAfterEach, openLaunch } from './open-launch.ts';

closeAfterEach();

const down = '\x1b[B';
const right = '\x1b[C';
const left = '\x1b[D';

test('every setting of a spec that a preset may set is in the form, and every one of the form is in the spec', () => {
  const inForm = new Set(formFields.map(({ path }) => path));
  const ofPreset = Object.keys(presetSchema.shape).filter((name) => name in specSchema.shape);
  for (const name of ofPreset.filter((each) => each !== 'name'))
    expect([...inForm].some((path) => path === name || path.startsWith(`${name}.`))).toBe(true);
  for (const group of ['limits', 'retry', 'breaker', 'timeouts', 'budget', 'alerts'] as const) {
    const names = Object.keys(specSchema.shape[group]._zod.def.innerType.shape);
    for (const name of names) expect(inForm).toContain(`${group}.${name}`);
  }
  for (const path of inForm) expect(fieldFacts(path), path).not.toBeNull();
  expect(inForm.size).toBe(formFields.length);
});

test('e opens the settings of what is selected, with what each means, and Esc leads back', async () => {
  const { terminal } = openLaunch(100, 30);
  const before = await terminal.shows(/› heavy/);
  terminal.press('e');
  const text = await terminal.shows(/─ settings · heavy ─/);
  expect(text).toMatch(/›\s+agents\s+500/);
  expect(text).toMatch(/concurrency\s+4–8 calls at once/);
  expect(text).toContain('Agents, over all roles; auto sizes them');
  expect(text).toContain('takes a whole number from 1 to 10000 or');
  expect(text).toContain('said by the preset');
  expect(text).toContain('10,000 tasks');
  terminal.press('\x1b');
  expect(await terminal.shows(/› heavy/)).toBe(before);
});

test('a setting is typed, checked as it is typed, and what it changes is marked', async () => {
  const { terminal, desk } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('e\r');
  await terminal.shows(/Enter keep/);
  terminal.press('\x1525x');
  await terminal.shows(/agents: expected a whole number from 1[\s\S]*got "25x"/);
  terminal.press('\r');
  await terminal.shows(/agents: expected a whole number/);
  terminal.press('\x7f0');
  await terminal.shows(/Enter: 250/);
  terminal.press('\r');
  const text = await terminal.shows(/› • agents\s+250 {3}500 → 250/);
  expect(text).toMatch(/─ settings · custom of heavy ─+ 1 changed ─/);
  expect(text).toContain('the preset is 500: d brings it back');
  expect(text).toContain('5,000 tasks');
  expect(desk.looked.at(-1)).toEqual({
    preset: 'heavy',
    changes: { agents: 250 },
    work: { kind: 'demonstration' },
  });
  terminal.press('\x1b');
  const list = await terminal.shows(/› custom of heavy +250/);
  expect(list).toContain('agents 500 → 250');
});

test('d and Backspace bring a setting back to its preset; with none left it is the preset again', async () => {
  for (const key of ['d', '\x7f']) {
    const { terminal } = openLaunch(100, 30);
    await terminal.shows(/› heavy/);
    terminal.press('e\r\x15250\r');
    await terminal.shows(/• agents/);
    terminal.press(key);
    await terminal.shows(/─ settings · heavy ─/);
    await terminal.hides(/500 → 250/);
  }
});

test('Esc while a setting is typed leaves it as it was', async () => {
  const { terminal } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('e\r\x1577');
  await terminal.shows(/Enter: 77/);
  terminal.press('\x1b');
  await terminal.shows(/›\s+agents\s+500/);
  expect(await terminal.text()).toContain('─ settings · heavy ─');
});

test('a setting with choices goes round with the arrows, and Enter too', async () => {
  const { terminal } = openLaunch(120, 70);
  await terminal.shows(/› heavy/);
  terminal.press('e/waits grow\r');
  await terminal.shows(/─ \/waits grow 1 of \d+ ─/);
  terminal.press(down);
  await terminal.shows(/›\s+waits grow\s+exponential/);
  terminal.press(right);
  await terminal.shows(/› • waits grow\s+linear {3}exponential → linear/);
  terminal.press(left);
  await terminal.shows(/›\s+waits grow\s+exponential\s/);
  terminal.press(left);
  await terminal.shows(/› • waits grow\s+none/);
  terminal.press('\r');
  await terminal.shows(/›\s+waits grow\s+exponential\s/);
});

test('providers and models that are known go round too', async () => {
  const desk = new LaunchFixture();
  desk.routes = [{ ...simulator, models: ['sim-small', 'gpt-5-mini'] }];
  const { terminal } = openLaunch(120, 70, desk);
  await terminal.shows(/› heavy/);
  terminal.press('e/service\r');
  await terminal.shows(/\/service/);
  terminal.press(`${down}${right}`);
  await terminal.shows(/• provider\s+openai/);
  terminal.press(`${down}${right}`);
  await terminal.shows(/• model\s+gpt-5-mini/);
});

test('Tab, j and k move; g and G go to the ends; the one it is at stays in sight', async () => {
  const { terminal } = openLaunch(80, 24);
  await terminal.shows(/› heavy/);
  terminal.press('e\tj');
  await terminal.shows(/› {3}pool/);
  terminal.press('k');
  await terminal.shows(/› {3}concurrency/);
  terminal.press('G');
  const last = await terminal.shows(/› {3}log level/);
  expect(last).toContain('debug, info, warn, error');
  terminal.press('g');
  await terminal.shows(/› {3}agents/);
});

test('nothing typed takes a limit away where there may be none', async () => {
  const { terminal, desk } = openLaunch(120, 70);
  await terminal.shows(/› heavy/);
  terminal.press('e/a call\r');
  await terminal.shows(/1 of \d+/);
  terminal.press(`${down}\r90\r`);
  await terminal.shows(/• a call\s+90 s {3}– → 90/);
  terminal.press('\r\x15');
  await terminal.shows(/Enter: –/);
  terminal.press('\r');
  await terminal.hides(/• a call/);
  expect(desk.looked.at(-1)?.changes).toEqual({});
});

test('money has its sign before it', async () => {
  const { terminal } = openLaunch(120, 70);
  await terminal.shows(/› heavy/);
  terminal.press('e/of the run\r');
  await terminal.shows(/1 of \d+/);
  terminal.press(`${down}\r0.5\r`);
  await terminal.shows(/• of the run +\$0\.5 {3}– → \$0\.5/);
});

test('a letter that is typed means itself, and pasted text is taken', async () => {
  const { terminal, outcome } = openLaunch(120, 70);
  await terminal.shows(/› heavy/);
  terminal.press('e/model\r');
  await terminal.shows(/\/model/);
  terminal.press(`${down}\r\x15qX?:`);
  await terminal.shows(/model\s+qX\?:/);
  terminal.press('\x15\x1b[200~llama\n3.2\x1b[201~');
  await terminal.shows(/model\s+llama 3\.2/);
  terminal.press('\x03');
  expect(await outcome).toEqual({ action: 'left', exitCode: null });
});

test('the form fits a small terminal: what does not fit there is said in the first line of the help', async () => {
  const { terminal } = openLaunch(40, 10);
  await terminal.shows(/› heavy/);
  terminal.press('e\r\x15x');
  const text = await terminal.shows(/agents: expected/);
  expect(text).toMatch(/agents\s+x/);
});
