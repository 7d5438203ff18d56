/**
 * Loaded into the built program before it starts: its screen drawn by Ink alone, to compare with. The
 * panes are composed as ever; then each row of the whole screen is one `<Text>`, and Ink writes what
 * differs. What a frame takes is told from the look at the run to Ink's last write.
 */
import { PassThrough } from 'node:stream';
import { Box, render, Text } from 'ink';
import { memo, type ReactNode, useSyncExternalStore } from 'react';
import { ConsoleLoop } from '../../../components/console-loop.ts';
import { blank, CellBuffer, unowned } from '../../../components/painter/cell-buffer.ts';
import { rowsOf } from '../../../components/painter/cells-to-text.ts';
import { Painter } from '../../../components/painter/painter.ts';
import { TerminalOutput } from '../../../components/terminal/terminal-output.ts';
import { sgrTable } from '../../../components/theme.ts';
import { sizeHeapFor } from '../../../src/cli/heap.ts';
import { framesFile, momentNow } from './frames-file.ts';

const { stdout } = process;
const sgr = sgrTable('dark', 24);
const listeners = new Set<() => void>();
let rows: readonly string[] = [];

const Row = memo(({ text }: { text: string }): ReactNode => <Text wrap="truncate">{text}</Text>);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function Screen(): ReactNode {
  const now = useSyncExternalStore(subscribe, () => rows);
  return (
    <Box width={stdout.columns} height={stdout.rows} flexDirection="column" overflow="hidden">
      {now.map((text, y) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
        <Row key={y} text={text} />
      ))}
    </Box>
  );
}

/** What the painter has composed, as rows of text. */
function composed(painter: Painter): string[] {
  const { next } = painter as unknown as { next: CellBuffer };
  const buffer = new CellBuffer(next.columns, next.rows);
  buffer.glyphs.set(next.glyphs.map((glyph) => (glyph === unowned ? blank : glyph)));
  buffer.styles.set(next.styles);
  return rowsOf(buffer, { sgr });
}

let drawing = false;
function draw(painter: Painter): void {
  rows = composed(painter);
  for (const listener of listeners) listener();
  if (drawing) return;
  drawing = true;
  // In the small heap of the program it would be slower still: it is given a large one.
  sizeHeapFor(Number.POSITIVE_INFINITY);
  render(<Screen />, {
    stdin: new PassThrough() as unknown as NodeJS.ReadStream,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: 15,
    exitOnCtrlC: false,
    patchConsole: false,
    interactive: true,
  });
}

const record = framesFile(import.meta.url);
let started = momentNow();
let written = started;
const write = stdout.write.bind(stdout);
stdout.write = ((...given: Parameters<typeof write>) => {
  const done = write(...given);
  written = momentNow();
  return done;
}) as typeof stdout.write;

// The console's own Ink lays out and is not seen, and neither is the painter.
TerminalOutput.prototype.write = (_data, after) => {
  if (after) queueMicrotask(after);
  return true;
};
TerminalOutput.prototype.paint = () => {};
const { paint } = Painter.prototype;
Painter.prototype.paint = function (all) {
  const bytes = paint.call(this, all);
  draw(this);
  return bytes;
};
const { frame } = ConsoleLoop.prototype;
ConsoleLoop.prototype.frame = function (all) {
  if (written.at > started.at) record(started, written);
  started = momentNow();
  frame.call(this, all);
};
