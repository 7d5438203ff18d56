import { Box, useInput } from 'ink';
import { cleanup, render } from 'ink-testing-library';
import type { ReactNode } from 'react';
import { afterEach, expect, test } from 'vitest';
import { ConsoleController } from '../../components/console-controller.ts';
import { ConsoleStore, StoreContext, useConsole } from '../../components/console-store.ts';
import { initialState } from '../../components/initial-state.ts';
import { type Stage, StageContext } from '../../components/painter/painted.tsx';
import { HelpScreen } from '../../components/screens/help-screen.tsx';
import { RunScreen } from '../../components/screens/run-screen.tsx';
import { keyNames } from '../../components/terminal/key-names.ts';
import { sgrTable } from '../../components/theme.ts';
import { sceneOf } from './draw.ts';
import { hundred } from './open-console.ts';

// Components and hands on Ink alone, without a terminal: what a key does to the next frame.

afterEach(cleanup);

const columns = 100;
const rows = 30;

function Screen({ controller }: { controller: ConsoleController }): ReactNode {
  const help = useConsole((state) => state.overlay === 'help');
  useInput((input, key) => {
    for (const name of keyNames(input, key)) controller.key(name);
  });
  return (
    <Box width={columns} height={rows} flexDirection="column">
      {help ? <HelpScreen /> : <RunScreen />}
    </Box>
  );
}

function opened() {
  const run = hundred();
  const left: (number | null)[] = [];
  const store = new ConsoleStore(initialState({ run }, columns, rows));
  const controller = new ConsoleController({
    store,
    launch: null,
    history: null,
    operator: 'mo',
    leaveAtEnd: false,
    repaint: () => {},
    terminal: { copy: () => ({ bytes: 0, cut: false }), show: async () => null },
    jobs: { possible: false, stop: async () => {} },
    keep: () => {},
    leave: (exitCode) => left.push(exitCode),
  });
  controller.show(run);
  const stage: Stage = {
    painter: null,
    scene: () => sceneOf(run.snapshot()),
    sgr: sgrTable('dark', 0),
    asciiOnly: false,
  };
  const { stdin, lastFrame } = render(
    <StoreContext.Provider value={store}>
      <StageContext.Provider value={stage}>
        <Screen controller={controller} />
      </StageContext.Provider>
    </StoreContext.Provider>,
  );
  const frame = () => (lastFrame() ?? '').replace(/\x1b\[[\d;]*m/g, '');
  return { run, left, stdin, frame };
}

test('the run screen is there, and ? shows the keys in its place until Esc', async () => {
  const { stdin, frame } = opened();
  await expect.poll(frame).toMatch(/─ 1 agents ─/);
  expect(frame().split('\n')).toHaveLength(rows);
  stdin.write('?');
  await expect.poll(frame).toContain('concurrency up by a tenth');
  expect(frame()).not.toContain('─ 1 agents ─');
  stdin.write('\u001b');
  await expect.poll(frame).toMatch(/─ 1 agents ─/);
});

test('x asks before anything is asked of the run; d asks it to drain', async () => {
  const { run, stdin, frame } = opened();
  stdin.write('x');
  await expect.poll(frame).toContain('Stop cathedral?');
  expect(run.commands).toEqual([]);
  stdin.write('d');
  await expect.poll(() => run.commands).toEqual(['stop']);
  await expect.poll(frame).not.toContain('Stop cathedral?');
});

test('several keys that come at once are each a key', async () => {
  const { run, stdin } = opened();
  stdin.write('++');
  await expect.poll(() => run.commands).toEqual(['concurrency 99', 'concurrency 109']);
});

test('z gives the focused pane the whole screen, and it back', async () => {
  const { stdin, frame } = opened();
  stdin.write('7');
  stdin.write('z');
  await expect.poll(frame).not.toContain('─ 1 agents ─');
  expect(frame()).toContain('─ 7 log ─');
  stdin.write('z');
  await expect.poll(frame).toContain('─ 1 agents ─');
});
