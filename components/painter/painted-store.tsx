import { Box, type DOMElement, Text } from 'ink';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import type { ConsoleState } from '../console-state.ts';
import { useConsole, useStore } from '../console-store.ts';
import { CellBuffer } from './cell-buffer.ts';
import { CellView } from './cell-view.ts';
import { rowsOf } from './cells-to-text.ts';
import { rectangleOf, useStage } from './painted.tsx';
import type { Painter } from './painter.ts';

/** Draws rows from the console's own state; the same function as long as the component lives. */
export type DrawState = (view: CellView, state: ConsoleState) => void;

interface PaintedProps {
  readonly draw: DrawState;
  readonly width: number;
  readonly height: number;
}

/** As `Painted`, for what is drawn from the console's own state: also where there is no run. */
export function PaintedStore(props: PaintedProps): ReactNode {
  const { painter } = useStage();
  if (props.width <= 0 || props.height <= 0) return null;
  return painter === null ? <StoreText {...props} /> : <StoreHole {...props} painter={painter} />;
}

function StoreHole({
  draw,
  width,
  height,
  painter,
}: PaintedProps & { painter: Painter }): ReactNode {
  const store = useStore();
  const box = useRef<DOMElement>(null);
  useLayoutEffect(
    () =>
      painter.add({
        hole: false,
        // Drawn with every frame: what a key has changed must stand there at once.
        calm: false,
        measure: () => rectangleOf(box.current),
        draw: (view) => draw(view, store.get()),
      }),
    [painter, store, draw],
  );
  return <Box ref={box} width={width} height={height} flexShrink={0} />;
}

/** The same rows through Ink's own text, with every change. */
function StoreText({ draw, width, height }: PaintedProps): ReactNode {
  const { sgr, asciiOnly } = useStage();
  const state = useConsole((now) => now);
  const buffer = new CellBuffer(width, height);
  draw(new CellView(buffer), state);
  return (
    <Box width={width} height={height} flexShrink={0}>
      <Text wrap="truncate">{rowsOf(buffer, { sgr, asciiOnly }).join('\n')}</Text>
    </Box>
  );
}
