import { Box, renderToString } from 'ink';
import { expect, test } from 'vitest';
import { ConsoleStore, StoreContext } from '../../components/console-store.ts';
import { initialState } from '../../components/initial-state.ts';
import { LaunchScreen } from '../../components/launch/launch-screen.tsx';
import { type Stage, StageContext } from '../../components/painter/painted.tsx';
import { sgrTable } from '../../components/theme.ts';
import { LaunchFixture } from './launch-fixture.ts';
import { environment } from './open-console.ts';

/** The launch screen through Ink's own text, before anything is known of a launch. */
function rendered(columns: number, rows: number, asciiOnly = false): string[] {
  const { stdin, stdout } = process;
  const launch = new LaunchFixture().choices();
  const state = initialState({ launch, stdin, stdout, env: environment }, columns, rows);
  const stage: Stage = {
    painter: null,
    scene: () => null,
    sgr: sgrTable('dark', 0),
    asciiOnly,
  };
  return renderToString(
    <StoreContext.Provider value={new ConsoleStore(state)}>
      <StageContext.Provider value={stage}>
        <Box width={columns} height={rows} flexDirection="column">
          <LaunchScreen />
        </Box>
      </StageContext.Provider>
    </StoreContext.Provider>,
    { columns },
  )
    .replace(/\x1b\[[\d;]*m/g, '')
    .split('\n');
}

test('without a painter the same rows are Ink text', () => {
  const lines = rendered(100, 30);
  expect(lines).toHaveLength(30);
  expect(lines.join('\n')).toMatch(/─ presets ─+ {2}─ heavy ─+/);
  expect(lines.join('\n')).toContain(' › heavy');
  expect(lines.at(-1)).toMatch(/^ Enter launch {2}e edit {2}w workload/);
});

test('the key of the help has its place in the narrowest footer', () => {
  for (const columns of [50, 80, 120])
    expect(rendered(columns, 24).join('\n')).toMatch(/Enter launch .*\? help/);
});

test('before a look has come nothing is made up', () => {
  const text = rendered(100, 30).join('\n');
  expect(text).toContain('working it out');
  expect(text).toMatch(/demonstration {2}20 an agent +–/);
  expect(text).not.toContain('$');
});

test('a terminal of ASCII alone is given nothing else', () => {
  const text = rendered(100, 30, true).join('\n');
  expect(text).toContain(' > heavy');
  expect(text).toMatch(/^[\x20-\x7e\n]*$/);
});
