import { expect, test } from 'vitest';
import { drawCost } from '../../components/panes/cost-rows.ts';
import { money } from '../../components/parts/format.ts';
import { drawn, sceneOf } from './draw.ts';
import { RunFixture } from './run-fixture.ts';

const roles = { kaoz: 12, order: 4 };
const routes = ['azure/gpt-5-mini', 'ollama/llama3.2'];
const usual = { roles, routes, concurrency: 16, tasks: 900, faults: 0, tokenPrice: 30_000 };
const pane = (run: RunFixture, columns: number, rows: number) =>
  drawn(drawCost, sceneOf(run.snapshot()), columns, rows);
const usd = (nanoUsd: number) => money(nanoUsd).replace('$', '\\$');

test('who took how much is told by role, the most first, as bars against the largest', () => {
  const run = new RunFixture(usual).advance(20_000);
  const [kaoz, order] = run.snapshot().spendByRole;
  const rows = pane(run, 40, 3);
  expect(rows[1]).toMatch(new RegExp(`^ kaoz +${usd(kaoz.costNanoUsd)} ▓{21}$`));
  const cells = Math.ceil((order.costNanoUsd / kaoz.costNanoUsd) * 21);
  expect(rows[2]).toMatch(new RegExp(`^ order +${usd(order.costNanoUsd)} ▓{${cells}}$`));
  expect(kaoz.costNanoUsd + order.costNanoUsd).toBe(run.snapshot().totals.costNanoUsd);
});

test('where no price is known tokens stand in for money', () => {
  const run = new RunFixture({ ...usual, tokenPrice: null }).advance(20_000);
  const { outputTokens } = run.snapshot().spendByRole[0];
  expect(outputTokens).toBeGreaterThan(1_000);
  expect(pane(run, 40, 3)[1]).toMatch(/^ kaoz +[\d.,]+k? tok ▓+$/);
});

test('a pane with room goes on with the figures, and then the routes', () => {
  const rows = pane(new RunFixture(usual).advance(20_000), 46, 11);
  expect(rows[3]).toMatch(/^ at the end +~\$\d+\.\d\d$/);
  expect(rows[4]).toMatch(/^ a minute, an hour +\$\d+\.\d\d, \$\d+\.\d\d$/);
  expect(rows.at(-2)).toMatch(/^ azure\/gpt-5-mini +\$[\d.]+ ▓+$/);
  expect(rows.at(-1)).toMatch(/^ ollama\/llama3\.2 +\$[\d.]+ ▓+$/);
});

test('an hour costs sixty minutes', () => {
  const run = new RunFixture(usual).advance(20_000);
  const { perMinuteNanoUsd } = run.snapshot().budget;
  const minute = perMinuteNanoUsd ?? 0;
  expect(pane(run, 46, 12)[4]).toMatch(new RegExp(`${usd(minute)}, ${usd(minute * 60)}$`));
});

test('one role over one route is nothing to tell apart', () => {
  const run = new RunFixture({ tasks: 900 }).advance(20_000);
  expect(pane(run, 40, 8)[1]).toMatch(/^ at the end/);
  expect(pane(run, 120, 8)[1]).toMatch(/^ at the end/);
});

test('many roles have as many lines as there are, once the figures have theirs', () => {
  const names = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`role${i}`, 2]));
  const run = new RunFixture({ ...usual, roles: names, routes: ['a/b'] }).advance(10_000);
  const count = (rows: string[]) => rows.filter((row) => row.startsWith(' role')).length;
  expect(count(pane(run, 40, 5))).toBe(3);
  expect(count(pane(run, 40, 10))).toBe(3);
  expect(count(pane(run, 40, 20))).toBe(9);
});

const tiered = {
  ...usual,
  roles: { kaoz: 12, order: 4, scout: 4 },
  tiers: { kaoz: 'simple', order: 'complex', scout: 'simple' },
};

test('tiers stand in the place of the roles, complex before simple, each with its bar', () => {
  const run = new RunFixture(tiered).advance(20_000);
  const { spendByRole } = run.snapshot();
  const [kaoz, order, scout] = spendByRole.map(({ costNanoUsd }) => costNanoUsd);
  const rows = pane(run, 40, 3);
  expect(rows[1]).toMatch(new RegExp(`^ complex +${usd(order)} ▓+$`));
  expect(rows[2]).toMatch(new RegExp(`^ simple +${usd(kaoz + scout)} ▓{19}$`));
});

test('roles without a tier are one of their own, and one tier alone is nothing to tell apart', () => {
  const some = new RunFixture({ ...tiered, tiers: { order: 'complex' } }).advance(20_000);
  expect(pane(some, 40, 3)[2]).toMatch(/^ no tier +\$/);
  const all = { kaoz: 'simple', order: 'simple', scout: 'simple' };
  const one = new RunFixture({ ...tiered, tiers: all }).advance(20_000);
  expect(pane(one, 40, 3)[1]).toMatch(/^ kaoz +\$/);
});

test('below the figures of a pane with room the roles come last, as many as fit', () => {
  const names = Array.from({ length: 131 }, (_, index) => `role${index}`);
  const run = new RunFixture({
    ...usual,
    roles: Object.fromEntries(names.map((name) => [name, 1])),
    tiers: Object.fromEntries(names.map((name, i) => [name, i % 2 === 0 ? 'simple' : 'complex'])),
  }).advance(10_000);
  const rows = pane(run, 46, 18);
  expect(rows.slice(1, 3).map((row) => row.split(' ')[1])).toEqual(['complex', 'simple']);
  expect(rows.filter((row) => row.startsWith(' role'))).toHaveLength(5);
  expect(rows.at(-1)).toBe(' … 126 more');
  const wide = pane(run, 120, 33);
  const titles = wide.flatMap((row) => /by (?:tier|role|route)$/.exec(row) ?? []);
  expect(titles).toEqual(['by tier', 'by role', 'by route']);
  expect(wide.at(-1)).toMatch(/ azure\/gpt-5-mini +\$/);
  expect(wide.join('\n')).toMatch(/… 109 more/);
  expect(pane(run, 120, 7).join('\n')).not.toMatch(/by role/);
});

test('on a wide pane figures and shares stand side by side', () => {
  const rows = pane(new RunFixture(usual).advance(20_000), 120, 10);
  expect(rows[1]).toMatch(/^ at the end +~\$\d+\.\d\d {3}by role$/);
  expect(rows[2]).toMatch(/an hour.* {3}kaoz +\$\d+\.\d\d ▓+$/);
  expect(rows[5]).toMatch(/ {3}by route$/);
});

test('in one row the title tells what the end will cost too', () => {
  expect(pane(new RunFixture(usual).advance(20_000), 60, 1)[0]).toMatch(
    /^─ 5 cost ─+ \$\d+\.\d\d {2}~\$\d+\.\d\d at the end ─$/,
  );
});

test('a run that has ended has no end to be foreseen', () => {
  const run = new RunFixture({ tasks: 900 }).advance(2_000);
  run.emit({ type: 'run.finished', phase: 'DONE', exitCode: 0, reason: null });
  expect(pane(run, 40, 8).join('\n')).not.toMatch(/at the end/);
});

test('tasks that earlier runs had answered are told where there are any', () => {
  const run = new RunFixture({ tasks: 900 });
  expect(pane(run, 46, 12).join('\n')).not.toContain('answered before');
  for (const task of [898, 899])
    run.emit({
      type: 'task.cached',
      task,
      run: 'r0',
      source: 'q',
      finishReason: 'stop',
      text: 'known',
    });
  expect(pane(run, 46, 12).join('\n')).toMatch(/ answered before +2 tasks/);
});
