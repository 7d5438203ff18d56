import { expect, test } from 'vitest';
import { paneNames } from '../../components/scene.ts';
import { arrange, columnGap } from '../../components/screens/arrange.ts';
import { stack } from '../../components/screens/stack.ts';

const roles = [
  { name: 'kaoz', agents: 400 },
  { name: 'order', agents: 100 },
];
const at = (columns: number, rows: number, more = {}) =>
  arrange({ columns, rows, roles, routeLines: 4, proven: false, zoom: null, ...more });

test('nothing ever reaches outside the screen', () => {
  for (let columns = 1; columns <= 260; columns += 7)
    for (let rows = 1; rows <= 80; rows++)
      for (const proven of [false, true])
        for (const zoom of [null, 'log'] as const) {
          const plan = at(columns, rows, { proven, zoom });
          const body = rows - plan.header - plan.footer;
          for (const { slots } of plan.columns) {
            const used = slots.reduce((sum, slot) => sum + slot.height + slot.gapAbove, 0);
            expect(used).toBeLessThanOrEqual(body);
            for (const slot of slots) expect(slot.height).toBeGreaterThan(0);
          }
          const width =
            plan.columns.reduce((sum, column) => sum + column.width, 0) +
            (plan.columns.length - 1) * columnGap;
          expect(width).toBe(columns);
        }
});

const blocksOf = (plan: ReturnType<typeof at>) =>
  plan.columns.flatMap(({ slots }) => slots.map(({ block }) => block));

test.each([
  [100, 50],
  [110, 20],
  [120, 40],
  [120, 24],
  [200, 60],
  [250, 70],
])('at %i×%i every pane is there', (columns, rows) => {
  expect(new Set(blocksOf(at(columns, rows)))).toEqual(new Set(paneNames));
});

test.each([
  [80, 24],
  [60, 15],
  [109, 45],
])('at %i×%i what has no pane has a line', (columns, rows) => {
  expect(blocksOf(at(columns, rows))).toEqual([
    'agents',
    'throughput',
    'routes-line',
    'queue-line',
    'log',
  ]);
});

test('below 60×15 there are counts and the log, below 40×10 one line', () => {
  expect(blocksOf(at(59, 40))).toEqual(['counts', 'log-lines']);
  expect(blocksOf(at(200, 14))).toEqual(['counts', 'log-lines']);
  expect(blocksOf(at(39, 40))).toEqual(['one-line']);
  expect(blocksOf(at(200, 9))).toEqual(['one-line']);
});

test('a zoomed pane has all there is between header and footer', () => {
  const plan = at(120, 40, { zoom: 'routes' });
  expect(plan.columns).toEqual([
    { width: 120, slots: [{ block: 'routes', height: 34, gapAbove: 0 }] },
  ]);
});

test('rows go first to the least, then to the wants from the top, then to air and to who can use them', () => {
  const wants = [
    { block: 'a', least: 1, want: 4, most: 6 },
    { block: 'b', least: 1, want: 3, most: 3 },
    { block: 'c', least: 1, want: 2, most: 99 },
  ];
  const heights = (rows: number) =>
    stack(rows, wants).map(({ height, gapAbove }) => height + gapAbove);
  expect(heights(2)).toEqual([1, 1]);
  expect(heights(3)).toEqual([1, 1, 1]);
  expect(heights(5)).toEqual([3, 1, 1]);
  expect(heights(9)).toEqual([4, 3, 2]);
  expect(heights(11)).toEqual([4, 4, 3]);
  expect(heights(20)).toEqual([6, 4, 10]);
});
