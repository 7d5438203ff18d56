import { Box, type DOMElement, measureElement, Text } from 'ink';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { useConsole } from '../console-store.ts';
import { CellBuffer } from '../painter/cell-buffer.ts';
import { CellView } from '../painter/cell-view.ts';
import { rowsOf } from '../painter/cells-to-text.ts';
import { useStage } from '../painter/painted.tsx';
import type { Painter } from '../painter/painter.ts';

interface LinesProps {
  readonly height: number;
  /** The same function as long as nothing of what it reads is another object. */
  readonly draw: (view: CellView) => void;
}

/** Lines that are typed, over the lowest rows of the screen, whatever stands there. */
export function LowestLines({ height, draw }: LinesProps): ReactNode {
  const { painter } = useStage();
  const columns = useConsole((state) => state.columns);
  const rows = useConsole((state) => state.rows);
  if (height === 0) return null;
  const place = { top: rows - height, width: columns, height, draw };
  return painter === null ? <LinesText {...place} /> : <LinesHole {...place} painter={painter} />;
}

interface PlaceProps extends LinesProps {
  readonly top: number;
  readonly width: number;
}

/** Painted over everything else, with every frame: what is typed must stand there at once. */
function LinesHole({ painter, draw, ...place }: PlaceProps & { painter: Painter }): ReactNode {
  const box = useRef<DOMElement>(null);
  useLayoutEffect(
    () =>
      painter.add({
        hole: false,
        calm: false,
        layer: 'typed',
        measure() {
          if (box.current === null) return null;
          const { x, y, width, height } = measureElement(box.current);
          return width > 0 && height > 0 ? { x, y, width, height } : null;
        },
        draw,
      }),
    [painter, draw],
  );
  // Blank for Ink as well: what it had written there before it writes again once the lines are gone.
  const blank = Array(place.height).fill(' '.repeat(place.width)).join('\n');
  return (
    <Box ref={box} position="absolute" left={0} flexShrink={0} {...place}>
      <Text wrap="truncate">{blank}</Text>
    </Box>
  );
}

function LinesText({ top, width, height, draw }: PlaceProps): ReactNode {
  const { sgr, asciiOnly } = useStage();
  // Whatever the lines are drawn from: it is drawn anew with every change.
  useConsole((state) => state);
  const buffer = new CellBuffer(width, height);
  draw(new CellView(buffer));
  return (
    <Box position="absolute" left={0} top={top} width={width} height={height} flexShrink={0}>
      <Text wrap="truncate">{rowsOf(buffer, { sgr, asciiOnly }).join('\n')}</Text>
    </Box>
  );
}

/** One row short for a moment, while Ink lays out: the line that is typed is the last to give way. */
export function drawLowest(
  view: CellView,
  lines: readonly Parameters<CellView['segments']>[2][],
): void {
  lines.slice(-view.rows).forEach((line, y) => {
    view.segments(0, y, line);
  });
}
