import { expect, test } from 'vitest';
import { breaches, readImports } from './helpers/import-rules.ts';

test('the rooms import each other only the way the design says', () => {
  expect(breaches(readImports())).toEqual([]);
});

test.each([
  ['src/state/run-state.ts', 'src/engine/engine.ts'],
  ['src/engine/engine.ts', 'components/console.tsx'],
  ['components/console.tsx', 'src/providers/provider.ts'],
  ['src/spec/resolved.ts', 'presets/index.ts'],
  ['src/engine/engine.ts', 'src/providers/http-provider.ts'],
  ['src/library/create-swarm.ts', 'src/cli/run.ts'],
  ['src/cli/run.ts', 'src/library/create-swarm.ts'],
  ['src/cli/main.ts', 'test/helpers/swarm.ts'],
])('%s may not import %s', (from, to) => {
  expect(breaches([{ from, to, dynamic: false }])).toHaveLength(1);
});

test('a circle is found and named', () => {
  const circle = [
    { from: 'src/state/a.ts', to: 'src/state/b.ts', dynamic: false },
    { from: 'src/state/b.ts', to: 'src/state/a.ts', dynamic: false },
  ];
  expect(breaches(circle)).toEqual(['circle: src/state/a.ts → src/state/b.ts → src/state/a.ts']);
});
