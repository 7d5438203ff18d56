import { Box, render, useApp, useInput, usePaste } from 'ink';
import { type ReactNode, useLayoutEffect, useMemo } from 'react';
import { AgentScreen } from './agent/agent-screen.tsx';
import { ConsoleController } from './console-controller.ts';
import { ConsoleLoop } from './console-loop.ts';
import type { ConsoleOptions, ConsoleOutcome, LaunchChoices } from './console-options.ts';
import type { ScreenName } from './console-state.ts';
import { ConsoleStore, StoreContext, useConsole } from './console-store.ts';
import { FilterLine } from './filter/filter-line.tsx';
import { asciiGlyphs, unicodeGlyphs } from './glyphs.ts';
import { initialState } from './initial-state.ts';
import { LaunchScreen } from './launch/launch-screen.tsx';
import { type Stage, StageContext } from './painter/painted.tsx';
import { Painter } from './painter/painter.ts';
import { Wash } from './painter/wash.tsx';
import { PromptLine } from './prompt/prompt-line.tsx';
import { HelpScreen } from './screens/help-screen.tsx';
import { isPaintedWhole } from './screens/painted-whole.ts';
import { RunScreen } from './screens/run-screen.tsx';
import { type ColourDepth, colourDepth, knowsUnicode } from './terminal/colour-depth.ts';
import { keyNames } from './terminal/key-names.ts';
import { quietConsole } from './terminal/quiet-console.ts';
import { leaveSequence, restoreAtExit } from './terminal/restore.ts';
import { type Lendable, type Suspend, suspend } from './terminal/suspend.ts';
import { terminalDesk } from './terminal/terminal-desk.ts';
import { TerminalInput } from './terminal/terminal-input.ts';
import { TerminalModes } from './terminal/terminal-modes.ts';
import { TerminalOutput } from './terminal/terminal-output.ts';
import { sgrBytes, sgrTable, type ThemeName } from './theme.ts';

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
  const asciiOnly = (options.glyphs ?? (knowsUnicode(env) ? 'unicode' : 'ascii')) === 'ascii';
  const depth = colourDepth(env);
  const output = new TerminalOutput(stdout);
  const modes = new TerminalModes();
  const disarm = restoreAtExit(stdout, stdin, () => (output.lent ? null : modes.leaving));
  const stray: string[] = [];
  const unquiet = quietConsole(options.stray ?? ((text) => stray.push(text)));
  const input = new TerminalInput(stdin);
  const store = new ConsoleStore(initialState(options, output.columns, output.rows));
  const encodingOf = (theme: ThemeName) => ({ sgr: sgrBytes(sgrTable(theme, depth)), asciiOnly });
  const painter = new Painter(output, encodingOf(store.get().theme));
  const closed = Promise.withResolvers<ConsoleOutcome>();
  const close = () => closed.resolve({ action: 'closed' });
  // Before Ink has drawn for the first time there is no key to ask with.
  const inkPart: { lend: Lendable['ink'] } = { lend: (work) => work() };
  const lend: Suspend = (work) =>
    suspend({ output, input, modes, ink: (inner) => inkPart.lend(inner) }, work);
  const loop: ConsoleLoop = new ConsoleLoop({
    store,
    painter,
    operator: options.operator ?? 'operator',
    glyphs: asciiOnly ? asciiGlyphs : unicodeGlyphs,
    controller: new ConsoleController({
      store,
      launch: options.launch ?? null,
      operator: options.operator ?? 'operator',
      leaveAtEnd: options.leaveAtEnd ?? false,
      repaint: () => loop.answer(),
      suspend: lend,
      terminal: terminalDesk({
        suspend: lend,
        env,
        write: (sequence) => output.paint(Buffer.from(sequence)),
      }),
      leave: (exitCode) => closed.resolve({ action: 'left', exitCode }),
    }),
  });
  if (options.run) loop.controller.show(options.run);
  // Ink draws its first frame at once, and the panes ask for what there is to draw.
  loop.look(true);
  output.onEnd = close;
  input.onEnd = close;
  output.onForeignWrite = () => {
    painter.invalidate();
    loop.frame(true);
  };
  options.signal?.addEventListener('abort', close, { once: true });
  if (options.signal?.aborted) close();

  const ink = render(
    <ConsoleApp
      store={store}
      loop={loop}
      depth={depth}
      asciiOnly={asciiOnly}
      launch={options.launch ?? null}
      onInk={(ink) => {
        inkPart.lend = ink;
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
  output.write(modes.turn('unwrapped', true) + modes.turn('ordered', true));
  output.on('resize', () => store.update({ columns: output.columns, rows: output.rows }));
  let { theme } = store.get();
  store.subscribe(() => {
    if (store.get().theme === theme) return;
    theme = store.get().theme;
    painter.setEncoding(encodingOf(theme));
  });
  loop.start();

  const outcome = await closed.promise;
  loop.stop();
  options.signal?.removeEventListener('abort', close);
  output.onForeignWrite = null;
  ink.unmount();
  await Promise.race([ink.waitUntilExit(), pause(closeWithinMs)]);
  if (!output.lent) output.write(modes.leaving + leaveSequence);
  output.release();
  input.release();
  disarm();
  unquiet();
  for (const text of stray) process.stderr.write(text);
  return outcome;
}

interface AppProps {
  readonly store: ConsoleStore;
  readonly loop: ConsoleLoop;
  readonly depth: ColourDepth;
  readonly asciiOnly: boolean;
  readonly launch: LaunchChoices | null;
  /** Takes what makes Ink give its terminal away. */
  readonly onInk: (lend: Lendable['ink']) => void;
}

function ConsoleApp({ store, ...rest }: AppProps): ReactNode {
  return (
    <StoreContext.Provider value={store}>
      <Screens {...rest} />
    </StoreContext.Provider>
  );
}

function Screens({ loop, depth, asciiOnly, launch, onInk }: Omit<AppProps, 'store'>): ReactNode {
  const { suspendTerminal } = useApp();
  useLayoutEffect(() => onInk(suspendTerminal), [onInk, suspendTerminal]);
  const screen = useConsole((state) => state.screen);
  const help = useConsole((state) => state.overlay === 'help');
  const theme = useConsole((state) => state.theme);
  const columns = useConsole((state) => state.columns);
  const rows = useConsole((state) => state.rows);
  const stage = useMemo(
    (): Stage => ({
      painter: loop.painter,
      scene: () => loop.scene,
      sgr: sgrTable(theme, depth),
      asciiOnly,
    }),
    [loop, theme, depth, asciiOnly],
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
        {help ? <HelpScreen /> : <ScreenOf name={screen} launch={launch} />}
        <PromptLine />
        <FilterLine />
      </Box>
    </StageContext.Provider>
  );
}

function ScreenOf({ name, launch }: { name: ScreenName; launch: LaunchChoices | null }): ReactNode {
  switch (name) {
    case 'launch':
      return launch && <LaunchScreen launch={launch} />;
    case 'run':
      return <RunScreen />;
    case 'agent':
      return <AgentScreen />;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
