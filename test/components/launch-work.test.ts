import { expect, test } from 'vitest';
import { LaunchFixture } from './launch-fixture.ts';
import { closeAfterEach, openLaunch } from './open-launch.ts';

closeAfterEach();

test('a spec says what its tasks are of, and whether there may be more or fewer', async () => {
  const { terminal, desk } = openLaunch(100, 30);
  desk.source = '20 workflows';
  desk.estimate = { taskWords: '160 tasks or more' };
  terminal.press('wfswarm.yaml\r');
  await terminal.shows(/ 160 tasks or more from 20 workflows · /);
});

test('w asks which work, and Esc keeps it', async () => {
  const { terminal } = openLaunch(100, 30);
  const before = await terminal.shows(/› heavy/);
  terminal.press('w');
  const text = await terminal.shows(/─ work ─/);
  expect(text).toMatch(/f +file +prompts as text/);
  expect(text).toMatch(/l +last run +there is none yet/);
  expect(text).toMatch(/Esc +keep +demonstration/);
  terminal.press('\x1b');
  await terminal.hides(/─ work ─/);
  expect(await terminal.text()).toBe(before);
});

test('a file is completed with Tab, taken once it can be read, and its tasks are counted', async () => {
  const { terminal, desk } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('wf');
  await terminal.shows(/prompts or spec ›/);
  const open = await terminal.shows(/prompts\.jsonl {2}swarm\.yaml/);
  expect(open).toContain('prompts or spec ›');
  terminal.press('p');
  await terminal.shows(/prompts or spec ›p/);
  await terminal.hides(/swarm\.yaml/);
  terminal.press('\t');
  await terminal.shows(/prompts or spec ›prompts\.jsonl/);
  terminal.press('\r');
  const text = await terminal.shows(/ file {2}prompts\.jsonl +2,000/);
  expect(text).not.toContain('prompts or spec ›');
  expect(desk.looked.at(-1)?.work).toEqual({ kind: 'file', file: 'prompts.jsonl', repeat: 1 });
});

test('a file that cannot be read says why, and what was typed stays', async () => {
  const { terminal, desk } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('wfnothing.txt\r');
  await terminal.shows(/nothing\.txt: expected prompts, but there is no such file/);
  expect(await terminal.text()).toContain('prompts or spec ›nothing.txt');
  terminal.press('\x1b');
  await terminal.hides(/prompts or spec/);
  expect(desk.looked.at(-1)?.work).toEqual({ kind: 'demonstration' });
});

test('a spec brings its preset with it', async () => {
  const { terminal, desk } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('wfswarm.yaml\r');
  await terminal.shows(/› light/);
  expect(desk.looked.at(-1)).toMatchObject({ preset: 'light', work: { file: 'swarm.yaml' } });
});

test('a prompt is typed and then how often; a number that does not fit says so', async () => {
  const { terminal, desk } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('wtName a harbour.\r');
  await terminal.shows(/how many times each ›1/);
  terminal.press('\x15none');
  await terminal.shows(/a whole number from 1 to 10000000/);
  terminal.press('\r');
  await terminal.shows(/how many times each ›none/);
  terminal.press('\x151,000\r');
  const text = await terminal.shows(/ prompt {2}"Name a harbour\." × 1,000 +1,000/);
  expect(text).not.toContain('how many times');
  expect(desk.looked.at(-1)?.work).toEqual({
    kind: 'text',
    text: 'Name a harbour.',
    repeat: 1_000,
  });
  terminal.press('w');
  await terminal.shows(/r +repeat +each prompt 1,000 times now/);
  terminal.press('r');
  await terminal.shows(/how many times each ›1000/);
});

test('what the last run was asked can be asked again', async () => {
  const desk = new LaunchFixture();
  desk.lastRun = {
    work: { kind: 'run', directory: '/runs/1', name: 'cathedral' },
    words: 'cathedral, 2,000 tasks, of 2026-11-02 10:00',
  };
  const { terminal } = openLaunch(100, 30, desk);
  await terminal.shows(/› heavy/);
  terminal.press('w');
  await terminal.shows(/l +last run +cathedral, 2,000 tasks/);
  terminal.press('l');
  await terminal.shows(/ as in run {2}cathedral/);
  terminal.press('wd');
  await terminal.shows(/ demonstration {2}20 an agent/);
});

test('candidates are tried one after the other, and what was typed comes back', async () => {
  const { terminal } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('wf');
  await terminal.shows(/prompts\.jsonl {2}swarm\.yaml/);
  terminal.press('\t');
  await terminal.shows(/›prompts\.jsonl/);
  terminal.press('\t');
  await terminal.shows(/›swarm\.yaml/);
  terminal.press('\t');
  await terminal.shows(/prompts or spec › *$/m);
  terminal.press('\x1b[Z');
  await terminal.shows(/›swarm\.yaml/);
});

test('a Tab that comes before the disk has answered is not lost, nor what is typed behind it', async () => {
  let answer: (found: string[]) => void = () => {};
  const { terminal, desk } = openLaunch(100, 30, new LaunchFixture(), {
    completeFile: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  });
  await terminal.shows(/› heavy/);
  terminal.press('wfpr\t\r');
  await terminal.shows(/prompts or spec ›pr/);
  answer(['prompts.jsonl']);
  await terminal.shows(/ file {2}prompts\.jsonl/);
  expect(desk.looked.at(-1)?.work).toMatchObject({ file: 'prompts.jsonl' });
});
