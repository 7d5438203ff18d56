import { Box, render, useApp, useInput, usePaste } from 'ink';
import { type ReactNode, useLayoutEffect, useMemo } from 'react';
import { consolePlace, usualConsoleSettings } from '../src/settings/console-settings.ts';
import { AgentScreen } from './agent/agent-screen.tsx';
import { ConsoleController } from './console-controller.ts';
import { ConsoleLoop } from './console-loop.ts';
import type { ConsoleOptions, ConsoleOutcome } from './console-options.ts';
import type { ScreenName } from './console-state.ts';
import { ConsoleStore, StoreContext, useConsole } from './console-store.ts';
import { FilterLine } from './filter/filter-line.tsx';
import { HistoryScreen } from './history/history-screen.tsx';
import { initialState } from './initial-state.ts';
import { putInForce } from './keys/keymap.ts';
import { rebound } from './keys/rebind.ts';
import { LaunchScreen } from './launch/launch-screen.tsx';
import { type Looks, looksOf } from './looks.ts';
import { type Stage, StageContext } from './painter/painted.tsx';
import { Painter } from './painter/painter.ts';
import { Wash } from './painter/wash.tsx';
import { Pointer, PointerContext } from './pointer/pointer.ts';
import { PromptLine } from './prompt/prompt-line.tsx';
import { ResultsScreen } from './results/results-screen.tsx';
import { HelpScreen } from './screens/help-screen.tsx';
import { isPaintedWhole } from './screens/painted-whole.ts';
import { RunScreen } from './screens/run-screen.tsx';
import { SettingsKeeper } from './settings-keeper.ts';
import { askBackground, type Background, backgroundBefore } from './terminal/background.ts';
import { ConsoleTerminal } from './terminal/console-terminal.ts';
import { Herald } from './terminal/herald.ts';
import { keyNames } from './terminal/key-names.ts';
import { quietConsole } from './terminal/quiet-console.ts';
import type { Lendable } from './terminal/suspend.ts';
import { terminalDesk } from './terminal/terminal-desk.ts';
import { talentsOf } from './terminal/terminal-talents.ts';
import { sgrTable } from './theme.ts';
import { WorkloadScreen } from './workload/workload-screen.tsx';

export type * from './console-options.ts';

/** A terminal that takes nothing is not waited for longer than this when the console closes. */
const closeWithinMs = 1_000;

/**
 * Opens the console on a terminal, over a run that is under way or at the launch screen, and
 * resolves when it is closed and the terminal is as it was. `stdin` and `stdout` must be terminals;
 * nothing else may read or write them meanwhile.
 */
export async function openConsole(options: ConsoleOptions): Promise<ConsoleOutcome> {
  const { env, stdin, stdout } = options;
  const settings = { ...usualConsoleSettings, ...options.settings };
  // Before the terminal is taken: what is wrong with them is told on a screen that can be read.
  putInForce(rebound(settings.keys, (key) => consolePlace(['keys', key])));
  const looks = looksOf(settings, env);
  const terminal = new ConsoleTerminal(stdin, stdout);
  const { output, input } = terminal;
  const stray: string[] = [];
  const unquiet = quietConsole(options.stray ?? ((text) => stray.push(text)));
  const closed = Promise.withResolvers<ConsoleOutcome>();
  const close = () => closed.resolve({ action: 'closed' });
  output.onEnd = close;
  input.onEnd = close;
  let background = backgroundBefore(env);
  let onLater: ((background: Background) => void) | null = null;
  const asked = askBackground({ input, send: terminal.send, env }, (answer) => {
    background = answer;
    onLater?.(answer);
  });
  // The other themes are the same on any background.
  if (settings.theme === 'auto' || settings.theme === 'contrast') await asked;
  const store = new ConsoleStore(
    initialState({ ...options, settings }, output.columns, output.rows, background),
  );
  onLater = (answer) => {
    const { theme, background: before } = store.get();
    const chosen = settings.theme !== 'auto' || theme !== before;
    store.update({ background: answer, theme: chosen ? theme : answer });
  };
  const painter = new Painter(output, looks.encoding(store.get()));
  const keeper = new SettingsKeeper(options.keep ?? (async () => {}), (text) =>
    store.update({ notice: { kind: 'refused', text } }),
  );
  const controller: ConsoleController = new ConsoleController({
    store,
    launch: options.launch ?? null,
    history: options.history ?? null,
    operator: options.operator ?? 'operator',
    leaveAtEnd: options.leaveAtEnd ?? false,
    repaint: () => loop.answer(),
    terminal: terminalDesk({ suspend: terminal.suspend, env, write: terminal.send }),
    jobs: terminal.jobs,
    keep: (change) => keeper.keep(change),
    leave: (exitCode) => closed.resolve({ action: 'left', exitCode }),
  });
  const pointer = new Pointer({
    store,
    key: (name) => controller.key(name),
    focus: (pane) => controller.focus(pane),
    point: (pane, x, y) => controller.point(pane, x, y),
    row: (row) => controller.row(row),
  });
  const talents = talentsOf(env);
  const herald = new Herald({ talents, settings, asciiOnly: looks.asciiOnly, output });
  const { glyphs } = looks;
  const loop: ConsoleLoop = new ConsoleLoop({
    store,
    painter,
    operator: options.operator ?? 'operator',
    glyphs,
    controller,
    herald,
  });
  if (options.run) controller.show(options.run);
  controller.begin();
  // Ink draws its first frame at once, and the panes ask for what there is to draw.
  loop.look(true);
  input.onMouse = (event) => pointer.event(event);
  terminal.onBack = () => {
    herald.again();
    painter.erase();
  };
  output.onForeignWrite = (rows) => {
    painter.invalidate(rows);
    loop.frame(true);
  };
  output.onTaken = () => loop.taken();
  options.signal?.addEventListener('abort', close, { once: true });
  if (options.signal?.aborted) close();

  const ink = render(
    <ConsoleApp
      store={store}
      loop={loop}
      looks={looks}
      pointer={pointer}
      onInk={(ink) => {
        terminal.ink = ink;
      }}
    />,
    {
      stdout: output as unknown as NodeJS.WriteStream,
      stdin: input as unknown as NodeJS.ReadStream,
      alternateScreen: true,
      incrementalRendering: true,
      // It draws only what the hand changed: what is typed must not wait for the next of few frames.
      maxFps: 60,
      exitOnCtrlC: false,
      patchConsole: false,
      interactive: true,
      // Whoever uses one is given a console of its own.
      isScreenReaderEnabled: false,
    },
  );
  terminal.turn('unwrapped', true);
  terminal.turn('ordered', true);
  terminal.turn('title', settings.title && talents.title);
  terminal.turn('progress', settings.progress && talents.progress);
  terminal.turn('mouse', settings.mouse);
  output.on('resize', () => store.update({ columns: output.columns, rows: output.rows }));
  let { theme: shownTheme, background: shownOn } = store.get();
  store.subscribe(() => {
    const state = store.get();
    terminal.turn('mouse', state.mouse);
    if (state.theme === shownTheme && state.background === shownOn) return;
    shownTheme = state.theme;
    shownOn = state.background;
    painter.setEncoding(looks.encoding(state));
  });
  loop.start();

  const outcome = await closed.promise;
  loop.stop();
  options.signal?.removeEventListener('abort', close);
  output.onForeignWrite = null;
  output.onTaken = null;
  ink.unmount();
  await Promise.race([ink.waitUntilExit(), pause(closeWithinMs)]);
  terminal.release();
  await keeper.flush();
  unquiet();
  for (const text of stray) process.stderr.write(text);
  return outcome;
}

interface AppProps {
  readonly store: ConsoleStore;
  readonly loop: ConsoleLoop;
  readonly looks: Looks;
  readonly pointer: Pointer;
  /** Takes what makes Ink give its terminal away. */
  readonly onInk: (lend: Lendable['ink']) => void;
}

function ConsoleApp({ store, pointer, ...rest }: AppProps): ReactNode {
  return (
    <StoreContext.Provider value={store}>
      <PointerContext.Provider value={pointer}>
        <Screens {...rest} />
      </PointerContext.Provider>
    </StoreContext.Provider>
  );
}

function Screens({ loop, looks, onInk }: Omit<AppProps, 'store' | 'pointer'>): ReactNode {
  const { suspendTerminal } = useApp();
  useLayoutEffect(() => onInk(suspendTerminal), [onInk, suspendTerminal]);
  const screen = useConsole((state) => state.screen);
  const help = useConsole((state) => state.overlay === 'help');
  const theme = useConsole((state) => state.theme);
  const background = useConsole((state) => state.background);
  const columns = useConsole((state) => state.columns);
  const rows = useConsole((state) => state.rows);
  const stage = useMemo(
    (): Stage => ({
      painter: loop.painter,
      scene: () => loop.scene,
      sgr: sgrTable(theme, looks.depth, background),
      asciiOnly: looks.asciiOnly,
    }),
    [loop, theme, background, looks],
  );
  const generation = useConsole((state) => state.generation);
  const alone = useConsole(isPaintedWhole);
  useLayoutEffect(() => loop.laidOut(generation, alone), [loop, generation, alone]);
  useInput((input, key) => {
    for (const name of keyNames(input, key)) loop.controller.key(name);
  });
  // Without this a pasted text would be taken as keys, its every X as a stop.
  usePaste((text) => loop.controller.pasted(text));
  return (
    <StageContext.Provider value={stage}>
      <Box
        position={alone ? 'absolute' : 'relative'}
        width={columns}
        height={rows}
        flexDirection="column"
        overflow="hidden"
      >
        <Wash />
        {help ? <HelpScreen /> : <ScreenOf name={screen} />}
        <PromptLine />
        <FilterLine />
      </Box>
    </StageContext.Provider>
  );
}

function ScreenOf({ name }: { name: ScreenName }): ReactNode {
  switch (name) {
    case 'launch':
      return <LaunchScreen />;
    case 'run':
      return <RunScreen />;
    case 'agent':
      return <AgentScreen />;
    case 'results':
      return <ResultsScreen />;
    case 'workload':
      return <WorkloadScreen />;
    case 'history':
      return <HistoryScreen />;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
