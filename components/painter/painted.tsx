import { Box, type DOMElement, measureElement, Text } from 'ink';
import { createContext, type ReactNode, useContext, useLayoutEffect, useRef } from 'react';
import type { Scene } from '../scene.ts';
import type { SgrParameters } from '../theme.ts';
import { CellBuffer } from './cell-buffer.ts';
import { CellView, type Rectangle } from './cell-view.ts';
import { rowsOf } from './cells-to-text.ts';
import type { Painter } from './painter.ts';

/** Draws rows: a function of the scene and of the size of the view. */
export type Draw = (view: CellView, scene: Scene) => void;

/** How rows reach the screen. */
export interface Stage {
  /** Null where rows are Ink's own text: in tests of one component. */
  readonly painter: Painter | null;
  /** What there is to draw now; null before the first snapshot. */
  scene(): Scene | null;
  /** SGR parameters of each style, for text that Ink draws. */
  readonly sgr: readonly SgrParameters[];
  readonly asciiOnly: boolean;
}

export const StageContext = createContext<Stage | null>(null);

export function useStage(): Stage {
  const stage = useContext(StageContext);
  if (stage === null) throw new Error('a painted component outside of a console');
  return stage;
}

interface PaintedProps {
  readonly draw: Draw;
  readonly width: number;
  readonly height: number;
  /** Changes twice a second at most; see `Region.calm`. */
  readonly calm?: boolean;
}

/** A rectangle in Ink's layout whose cells the painter writes. */
export function Painted(props: PaintedProps): ReactNode {
  const { painter } = useStage();
  return painter === null ? (
    <PaintedText {...props} />
  ) : (
    <PaintedHole {...props} painter={painter} />
  );
}

function PaintedHole({
  draw,
  width,
  height,
  calm = false,
  painter,
}: PaintedProps & { painter: Painter }): ReactNode {
  const stage = useStage();
  const box = useRef<DOMElement>(null);
  useLayoutEffect(
    () =>
      painter.add({
        hole: false,
        calm,
        measure: () => rectangleOf(box.current),
        draw(view) {
          const scene = stage.scene();
          if (scene !== null) draw(view, scene);
        },
      }),
    [painter, stage, draw, calm],
  );
  return <Box ref={box} width={width} height={height} flexShrink={0} />;
}

/** The same rows through Ink's own text. */
function PaintedText({ draw, width, height }: PaintedProps): ReactNode {
  const { scene, sgr, asciiOnly } = useStage();
  const now = scene();
  const buffer = new CellBuffer(width, height);
  if (now !== null) draw(new CellView(buffer), now);
  return (
    <Box width={width} height={height} flexShrink={0}>
      <Text wrap="truncate">{rowsOf(buffer, { sgr, asciiOnly }).join('\n')}</Text>
    </Box>
  );
}

/** A blank rectangle over painted ones, for lines of text: the painter leaves their panes out of it. */
export function Hole({
  children,
  ...layout
}: {
  children: ReactNode;
  top: number;
  width: number;
  height: number;
}): ReactNode {
  const { painter } = useStage();
  const box = useRef<DOMElement>(null);
  useLayoutEffect(
    () =>
      painter?.add({ hole: true, calm: true, measure: () => rectangleOf(box.current), draw() {} }),
    [painter],
  );
  return (
    <Box
      ref={box}
      position="absolute"
      left={0}
      flexDirection="column"
      overflow="hidden"
      {...layout}
    >
      {children}
    </Box>
  );
}

/** Where a part of the layout is on the screen; null while it has no cells. */
export function rectangleOf(element: DOMElement | null): Rectangle | null {
  if (element === null) return null;
  const { x, y, width, height } = measureElement(element);
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}
