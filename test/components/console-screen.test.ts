import { afterEach, expect, test } from 'vitest';
import { closeConsole, environment, hundred, open } from './open-console.ts';
import { RunFixture } from './run-fixture.ts';

afterEach(closeConsole);

test('at 120×40 the panes, the header and the keys are there', async () => {
  const { terminal } = open(120, 40);
  const text = await terminal.shows(/● RUNNING/);
  expect(text).toContain('cathedral · heavy · simulator/small');
  expect(text).toMatch(/held by {2}concurrency 90/);
  for (const title of [
    '1 agents',
    '2 throughput',
    '3 routes',
    '4 queue',
    '5 cost',
    '6 limits',
    '7 log',
  ])
    expect(text).toContain(`─ ${title} `);
  expect(text).toContain('p pause  + - concurrency  a auto  x stop  / filter  : command');
  expect(terminal.alternate).toBe(true);
});

test('the screen that was there before comes back, and input with it', async () => {
  const { terminal, run, outcome } = open(80, 24);
  await terminal.shows(/RUNNING/);
  expect(terminal.raw).toBe(true);
  run.emit({ type: 'run.finished', phase: 'DONE', exitCode: 0, reason: null });
  await terminal.shows(/■ DONE/);
  terminal.press('\r');
  expect(await outcome).toEqual({ action: 'left', exitCode: 0 });
  expect((await terminal.text()).trim()).toBe('');
  expect(terminal.alternate).toBe(false);
  expect(terminal.raw).toBe(false);
  expect(terminal.transcript).toMatch(/\x1b\[\?7h/);
});

test('help shows every section and goes away without leaving anything behind', async () => {
  const { terminal } = open(120, 40);
  const before = await terminal.shows(/RUNNING[\s\S]*p pause/);
  terminal.press('?');
  const help = await terminal.shows(/swarmdeck help/);
  expect(help).not.toContain('throughput ─');
  expect(help).toContain('Ctrl+C');
  terminal.press('?');
  await terminal.hides(/swarmdeck help/);
  expect(await terminal.shows(/1 agents/)).toBe(before);
});

test('a zoomed pane has the screen, and gives it back', async () => {
  const { terminal } = open(120, 40);
  const before = await terminal.shows(/RUNNING[\s\S]*p pause/);
  terminal.press('7z');
  const zoomed = await terminal.hides(/1 agents/);
  expect(zoomed).toContain('─ 7 log');
  expect(zoomed).not.toContain('4 queue');
  terminal.press('\x1b');
  await terminal.shows(/1 agents/);
  // The pane is still the focused one, and so are its keys.
  await terminal.shows(/^ Enter open {2}e errors/m);
  terminal.press('\x1b');
  expect(await terminal.shows(/^ p pause/m)).toBe(before);
});

test('every size shows something true, and comes back whole after a storm of resizes', async () => {
  const { terminal } = open(120, 40);
  const before = await terminal.shows(/RUNNING[\s\S]*p pause/);
  for (const [columns, rows] of [
    [80, 24],
    [200, 60],
    [50, 12],
    [30, 8],
    [160, 20],
    [79, 23],
  ]) {
    terminal.resize(columns, rows);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  terminal.resize(80, 24);
  const narrow = await terminal.shows(/p pause/);
  expect(narrow).toContain('routes simulator/small closed');
  terminal.resize(50, 12);
  expect(await terminal.shows(/90 of 90 in flight/)).not.toContain('─ 1 agents');
  terminal.resize(30, 8);
  expect(await terminal.shows(/enlarge the terminal/)).toContain('RUNNING');
  terminal.resize(120, 40);
  expect(await terminal.shows(/p pause/)).toBe(before);
});

test('a stalled terminal gets no frames and is whole again afterwards', async () => {
  const { terminal, run } = open(120, 40);
  await terminal.shows(/RUNNING[\s\S]*p pause/);
  terminal.stalled = true;
  const { written } = terminal;
  run.advance(3_000);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(terminal.written).toBe(written);
  terminal.stalled = false;
  await terminal.shows(/RUNNING {2}11s/);
});

test('a terminal that goes away closes the console and leaves the run alone', async () => {
  const { terminal, run, outcome } = open(80, 24);
  await terminal.shows(/RUNNING/);
  terminal.hangUp();
  expect(await outcome).toEqual({ action: 'closed' });
  expect(run.commands).toEqual([]);
});

test('what others write to the console is kept from the screen', async () => {
  const stray: string[] = [];
  const { terminal } = open(80, 24, hundred(), { stray: (text) => stray.push(text) });
  await terminal.shows(/RUNNING/);
  console.log('a library %s', 'talks');
  process.stderr.write('and complains\n');
  await closeConsole();
  expect(stray).toEqual(['a library talks\n', 'and complains\n']);
});

test('control characters in names and errors never reach the terminal', async () => {
  const run = new RunFixture({ name: 'evil\x1b]0;title\x07\x1b[2Jname', roles: { agent: 2 } });
  run.emit({ type: 'run.phase', phase: 'RUNNING', reason: 'a\x1b[31mred\x9b2J\nline' });
  const { terminal } = open(120, 40, run);
  const text = await terminal.shows(/evilname/);
  expect(text).toContain('RUNNING · ared line');
  // The title is our own, and the name in it is text.
  await expect.poll(() => terminal.transcript).toMatch(/% evilname · swarmdeck\x07/);
  expect(terminal.transcript).not.toContain('\x1b]0;title');
});

test('without UTF-8 every character on the screen is ASCII', async () => {
  const { terminal } = open(120, 40, hundred(), { env: { TERM: 'vt220', LANG: 'C' } });
  const text = await terminal.shows(/\* RUNNING/);
  expect(text).not.toMatch(/[^\x00-\x7e]/);
  terminal.press('?');
  expect(await terminal.shows(/swarmdeck help/)).not.toMatch(/[^\x00-\x7e]/);
});

test('states are in colour, and without colour in bold and inverse alone', async () => {
  const colourful = open(80, 24);
  const lines = (await colourful.terminal.shows(/RUNNING/)).split('\n');
  const at = lines[0].indexOf('●');
  expect(await colourful.terminal.cell(at, 0)).toMatchObject({ text: '●', bold: true, colour: 71 });
  await closeConsole();
  const plain = open(80, 24, hundred(), { env: { ...environment, NO_COLOR: '1' } });
  await plain.terminal.shows(/RUNNING/);
  expect(await plain.terminal.cell(at, 0)).toMatchObject({ text: '●', bold: true, colour: -1 });
});

test('T changes the theme, F shows what a frame takes, Ctrl+L draws again', async () => {
  const { terminal } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press('F');
  await terminal.shows(/\d\.\d ms {2}\d+ fps/);
  terminal.press('T');
  await terminal.shows(/theme light/);
  const before = terminal.written;
  terminal.press('\x0c');
  await expect.poll(() => terminal.written - before).toBeGreaterThan(2_000);
});
