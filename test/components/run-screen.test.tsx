import { Box, renderToString } from 'ink';
import { expect, test } from 'vitest';
import { type ConsoleState, factsOf, noFacts } from '../../components/console-state.ts';
import { ConsoleStore, StoreContext } from '../../components/console-store.ts';
import { initialState } from '../../components/initial-state.ts';
import { type Stage, StageContext } from '../../components/painter/painted.tsx';
import { HelpScreen } from '../../components/screens/help-screen.tsx';
import { RunScreen } from '../../components/screens/run-screen.tsx';
import { sgrTable } from '../../components/theme.ts';
import { sceneOf } from './draw.ts';
import { hundred } from './open-console.ts';

/** A screen through Ink's own text. */
function rendered(
  columns: number,
  rows: number,
  more: Partial<ConsoleState> = {},
  help = false,
): string {
  const run = hundred();
  const snapshot = run.snapshot();
  const state: ConsoleState = {
    ...initialState({ run, settings: { theme: 'mono' } }, columns, rows),
    facts: factsOf(run, noFacts, true),
    ...more,
  };
  const stage: Stage = {
    painter: null,
    scene: () => sceneOf(snapshot),
    sgr: sgrTable('dark', 0),
    asciiOnly: false,
  };
  return renderToString(
    <StoreContext.Provider value={new ConsoleStore(state)}>
      <StageContext.Provider value={stage}>
        <Box width={columns} height={rows} flexDirection="column">
          {help ? <HelpScreen /> : <RunScreen />}
        </Box>
      </StageContext.Provider>
    </StoreContext.Provider>,
    { columns },
  ).replace(/\x1b\[[\d;]*m/g, '');
}

test('without a painter the same rows are Ink text', () => {
  const lines = rendered(120, 40).split('\n');
  expect(lines).toHaveLength(40);
  expect(lines[0]).toMatch(/^ swarmdeck {2}cathedral · heavy .*● RUNNING/);
  expect(lines.join('\n')).toMatch(/─ 1 agents ─.*─ {2}─ 2 throughput ─/);
  expect(lines.join('\n')).toContain('─ 7 log ─');
});

test('a question stands over the lowest rows, above the footer', () => {
  const lines = rendered(80, 24, { overlay: 'stop' }).split('\n');
  expect(lines[17]).toMatch(/^─ Stop cathedral\? ─+$/);
  expect(lines[18]).toMatch(/^ {2}90 calls are running · 1,\d+ tasks wait · \d+ back off *$/);
  expect(lines[19]).toMatch(/^ {2}d {4}drain {3}let the 90 end: ~\ds, at an unknown price *$/);
  expect(lines[20]).toMatch(
    /^ {2}n {4}now {5}cut them: what they cost up to here stays unknown *$/,
  );
  expect(lines[21]).toMatch(/^ {2}Esc {2}go on *$/);
});

test('what the calls under way may cost at most is said of both ways to stop', () => {
  const facts = { ...noFacts, calls: 412, waiting: 1_204, p95Ms: 5_800 };
  const asked = (reservedNanoUsd: number) =>
    rendered(100, 30, { overlay: 'stop', facts: { ...facts, reservedNanoUsd } });
  const text = asked(830_000_000);
  expect(text).toContain('412 calls are running · $0.83 reserved · 1,204 tasks wait');
  expect(text).toContain('let the 412 end: ~6s, up to $0.83');
  expect(text).toContain('what they cost up to here stays uncertain, up to $0.83');
  const free = asked(0);
  expect(free).toContain('412 calls are running · 1,204 tasks wait');
  expect(free).toMatch(/now +cut them *$/m);
});

test('the question on leaving says what leaving does to the run', () => {
  const text = rendered(100, 30, { overlay: 'leave' });
  expect(text).toContain('Leave cathedral?');
  expect(text).toContain('The run ends with the console.');
  expect(text).toMatch(/drain .*then leave/);
  expect(text).toMatch(/Esc {2}stay/);
});

test('a question about a run without calls promises nothing', () => {
  const facts = { ...noFacts, calls: 0, waiting: 1 };
  const text = rendered(80, 24, { overlay: 'stop', facts });
  expect(text).toContain('0 calls are running · 1 task waits');
  expect(text).toContain('nothing runs: it ends at once');
});

test('the help explains every sign of the grid and scrolls on a small screen', () => {
  expect(rendered(120, 40, {}, true)).toMatch(/◔ waiting +sent, no token yet/);
  const small = rendered(60, 12, {}, true);
  expect(small).toContain('↑ ↓ scroll');
  expect(small).not.toContain('is an estimate');
  expect(rendered(60, 12, { scroll: 999 }, true)).toContain('by screens, g G to the ends');
});
