/**
 * The program's run screen drawn by Ink alone, to compare with: the same rows of the same panes, one
 * `<Text>` a row, ten times a second. Arguments and run are those of `swarmdeck run`; with `?into=`
 * in the first argument frames are written as `frame-recorder.ts` writes them: from the look at the
 * run to Ink's last write.
 */
import { openSync, writeSync } from 'node:fs';
import { Box, render, Text } from 'ink';
import { memo, type ReactNode, useSyncExternalStore } from 'react';
import { ConsoleController } from '../../../components/console-controller.ts';
import { ConsoleLoop } from '../../../components/console-loop.ts';
import { ConsoleStore } from '../../../components/console-store.ts';
import { unicodeGlyphs } from '../../../components/glyphs.ts';
import { initialState } from '../../../components/initial-state.ts';
import { CellBuffer } from '../../../components/painter/cell-buffer.ts';
import { CellView } from '../../../components/painter/cell-view.ts';
import { rowsOf } from '../../../components/painter/cells-to-text.ts';
import type { Draw } from '../../../components/painter/painted.tsx';
import { drawFooter } from '../../../components/panes/footer-rows.ts';
import { drawHeader } from '../../../components/panes/header-rows.ts';
import type { Scene } from '../../../components/scene.ts';
import { type ArrangedColumn, arrange, columnGap } from '../../../components/screens/arrange.ts';
import { blocks } from '../../../components/screens/run-screen.tsx';
import { sgrTable } from '../../../components/theme.ts';
import { builtInPresets } from '../../../presets/index.ts';
import { consoleRun } from '../../../src/cli/console-run.ts';
import { keepHeapSmall } from '../../../src/cli/heap.ts';
import { Session } from '../../../src/cli/session.ts';
import { compilePlan } from '../../../src/plan/compile-plan.ts';
import { resolveSpec } from '../../../src/spec/resolve-spec.ts';

const tickMs = 100;
/** Calm panes are drawn twice a second. */
const calmEvery = 5;
const [into, flags] = process.argv.slice(2);
keepHeapSmall();
const { spec } = await resolveSpec({
  flags: JSON.parse(flags),
  specFile: null,
  environment: {},
  presets: builtInPresets,
  savedPresets: async () => [],
  demonstrationPerAgent: 1,
});
const session = await Session.open({ spec, plan: compilePlan(spec), environment: {} });

const { stdin, stdout } = process;
const run = consoleRun(session);
const store = new ConsoleStore(
  initialState({ run, stdin, stdout, env: {} }, stdout.columns, stdout.rows),
);
const controller = new ConsoleController({
  store,
  launch: null,
  operator: 'operator',
  leaveAtEnd: false,
  repaint: () => {},
  suspend: async (work) => work(),
  leave: () => process.exit(0),
});
const loop = new ConsoleLoop({
  store,
  controller,
  painter: null,
  operator: 'operator',
  glyphs: unicodeGlyphs,
});
controller.show(run);

const sgr = sgrTable('dark', 24);
const size = { columns: stdout.columns, rows: stdout.rows };
const listeners = new Set<() => void>();
const buffer = new CellBuffer(size.columns, size.rows);
const screen = new CellView(buffer);
let rows: readonly string[] = [];

/** Draws what the painter would: the agents always, calm panes twice a second. */
function draw(scene: Scene, calm: boolean): void {
  const { roster, routes } = store.get().facts;
  const plan = arrange({ ...size, roles: roster.roles, routes, proven: false, zoom: null });
  const drawIn = (draw: Draw, x: number, y: number, width: number, height: number) => {
    const view = screen.inner(x, y, width, height);
    view.clear();
    draw(view, scene);
  };
  const drawColumn = ({ width, slots }: ArrangedColumn, x: number, top: number) => {
    let y = top;
    for (const { block, height, gapAbove } of slots) {
      y += gapAbove;
      if (calm || block === 'agents') drawIn(blocks[block], x, y, width, height);
      y += height;
    }
  };
  let x = 0;
  for (const column of plan.columns) {
    drawColumn(column, x, plan.header);
    x += column.width + columnGap;
  }
  if (plan.below !== null)
    drawColumn(
      { width: size.columns, slots: [plan.below] },
      0,
      size.rows - plan.footer - plan.below.height - plan.below.gapAbove,
    );
  if (!calm) return;
  drawIn(drawHeader, 0, 0, size.columns, plan.header);
  drawIn(drawFooter, 0, size.rows - plan.footer, size.columns, plan.footer);
}

const Row = memo(({ text }: { text: string }): ReactNode => <Text wrap="truncate">{text}</Text>);

function Screen(): ReactNode {
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const now = useSyncExternalStore(subscribe, () => rows);
  return (
    <Box {...{ width: size.columns, height: size.rows }} flexDirection="column" overflow="hidden">
      {now.map((text, y) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
        <Row key={y} text={text} />
      ))}
    </Box>
  );
}

const file = openSync(into, 'w');
let lastWriteAt = 0;
const write = stdout.write.bind(stdout);
stdout.write = ((...args: Parameters<typeof write>) => {
  const done = write(...args);
  lastWriteAt = performance.now();
  return done;
}) as typeof stdout.write;

render(<Screen />, {
  alternateScreen: true,
  incrementalRendering: true,
  maxFps: 15,
  exitOnCtrlC: false,
  patchConsole: false,
  interactive: true,
});
session.engine.start();

let startedAt = 0;
let ticks = 0;
setInterval(() => {
  if (lastWriteAt > startedAt) {
    const at = performance.timeOrigin + startedAt;
    writeSync(file, `${at.toFixed(1)} ${(lastWriteAt - startedAt).toFixed(3)}\n`);
  }
  startedAt = performance.now();
  loop.look(true);
  if (loop.scene === null) return;
  draw(loop.scene, ticks++ % calmEvery === 0);
  rows = rowsOf(buffer, { sgr });
  for (const listener of listeners) listener();
}, tickMs);
