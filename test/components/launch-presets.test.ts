import { expect, test } from 'vitest';
import { closeAfterEach, openLaunch } from './open-launch.ts';

closeAfterEach();

test('s saves what is on the screen under a name, and it stands among yours', async () => {
  const { terminal, desk } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('e\r\x1560\r\x1b');
  await terminal.shows(/› custom of heavy/);
  terminal.press('smine\r');
  const text = await terminal.shows(/› mine +60/);
  expect(text).toMatch(/yours[\s\S]*› mine/);
  expect(text).toContain('saved mine');
  expect(text).not.toContain('custom of heavy');
  expect(desk.done).toEqual(['saved mine']);
});

test('names that are taken are said before Enter, a bad one after it, and nothing typed is lost', async () => {
  const { terminal, desk } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('sheavy');
  await terminal.shows(/heavy is built in; choose another name/);
  terminal.press('\r');
  await terminal.shows(/save as preset ›heavy/);
  terminal.press('\x15night-batch');
  await terminal.shows(/Enter replaces your night-batch/);
  terminal.press('\x15my own\r');
  await terminal.shows(/preset my own: expected a name without blanks/);
  await terminal.shows(/save as preset ›my own/);
  expect(desk.done).toEqual([]);
});

test('R renames a preset of yours and D deletes it after a question; built-in ones stay', async () => {
  const { terminal, desk } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('R');
  await terminal.shows(/heavy is built in and cannot be renamed/);
  terminal.press('D');
  await terminal.shows(/heavy is built in and cannot be deleted/);
  terminal.press('G');
  await terminal.shows(/› night-batch/);
  terminal.press('R');
  await terminal.shows(/rename night-batch ›night-batch/);
  terminal.press('\x15day\r');
  await terminal.shows(/› day +250/);
  terminal.press('D');
  const asked = await terminal.shows(/Delete preset day\?/);
  expect(asked).toContain('It is gone from your settings.');
  terminal.press('\x1b');
  await terminal.hides(/Delete preset day\?/);
  terminal.press('Dy');
  await terminal.shows(/removed day/);
  expect(desk.done).toEqual(['night-batch is called day now', 'removed day']);
  expect(await terminal.shows(/› azure-premium/)).not.toMatch(/ day /);
});

test('D on what was made by hand takes it away, after a question', async () => {
  const { terminal } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('e\r\x1560\r\x1b');
  await terminal.shows(/› custom of heavy/);
  terminal.press('D');
  await terminal.shows(/Delete what you changed of heavy\?/);
  terminal.press('\r');
  await terminal.shows(/› heavy/);
  await terminal.hides(/custom of heavy/);
});

test('changes of one preset stay while those of another are made', async () => {
  const { terminal } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('e\r\x1560\r\x1b');
  await terminal.shows(/› custom of heavy +60/);
  terminal.press('ge\r\x157\r\x1b');
  const text = await terminal.shows(/› custom of light +7/);
  expect(text).toMatch(/custom of heavy +60/);
});

test('x exports to a file that is asked for, and a file that is there stays', async () => {
  const { terminal } = openLaunch(100, 30);
  await terminal.shows(/› heavy/);
  terminal.press('x');
  await terminal.shows(/export heavy to ›heavy\.yaml/);
  terminal.press('\x15there.yaml\r');
  await terminal.shows(/there\.yaml is there already/);
  terminal.press('\x15mine.yaml\r');
  await terminal.shows(/wrote heavy to mine\.yaml/);
});
