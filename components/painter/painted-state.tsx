import { Box, type DOMElement, measureElement, Text } from 'ink';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import type { ConsoleState } from '../console-state.ts';
import { useConsole, useStore } from '../console-store.ts';
import { CellBuffer } from './cell-buffer.ts';
import { CellView } from './cell-view.ts';
import { rowsOf } from './cells-to-text.ts';
import { useStage } from './painted.tsx';
import type { Painter } from './painter.ts';

/** Draws rows from the console's own state, run or no run. */
export type DrawState = (view: CellView, state: ConsoleState) => void;

interface StateProps {
  readonly draw: DrawState;
  readonly width: number;
  readonly height: number;
}

/** As `Painted`, for what is there before a run is: it is painted with every frame. */
export function PaintedState(props: StateProps): ReactNode {
  const { painter } = useStage();
  return painter === null ? <StateText {...props} /> : <StateHole {...props} painter={painter} />;
}

function StateHole({ draw, width, height, painter }: StateProps & { painter: Painter }): ReactNode {
  const store = useStore();
  const box = useRef<DOMElement>(null);
  useLayoutEffect(
    () =>
      painter.add({
        hole: false,
        calm: false,
        measure() {
          if (box.current === null) return null;
          const place = measureElement(box.current);
          return place.width > 0 && place.height > 0 ? place : null;
        },
        draw: (view) => draw(view, store.get()),
      }),
    [painter, store, draw],
  );
  return <Box ref={box} width={width} height={height} flexShrink={0} />;
}

/** The same rows through Ink's own text. */
function StateText({ draw, width, height }: StateProps): ReactNode {
  const { sgr, asciiOnly } = useStage();
  const state = useConsole((each) => each);
  const buffer = new CellBuffer(width, height);
  draw(new CellView(buffer), state);
  return (
    <Box width={width} height={height} flexShrink={0}>
      <Text wrap="truncate">{rowsOf(buffer, { sgr, asciiOnly }).join('\n')}</Text>
    </Box>
  );
}
