import { Box, type DOMElement, Text } from 'ink';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { asciiText } from '../painter/ascii.ts';
import { segmentsWidth } from '../painter/cell-view.ts';
import { rectangleOf, useStage } from '../painter/painted.tsx';
import type { Painter } from '../painter/painter.ts';
import type { Segment } from '../painter/style.ts';
import { styledText } from '../theme.ts';

interface StyledProps {
  readonly of: readonly Segment[];
  readonly width?: number;
}

/**
 * A line of text in the tones of the theme, cut at the end of its box. With `width` it is filled up
 * with blanks, which cover what other text stands below it.
 */
export function Styled({ of, width = 0 }: StyledProps): ReactNode {
  const { painter } = useStage();
  const line = { of, width };
  return painter === null ? <StyledText {...line} /> : <StyledLine {...line} painter={painter} />;
}

type LineProps = Required<StyledProps>;

/** Painted: Ink's own text costs a screen of objects with every render, and hundreds of ms the first time. */
function StyledLine({ of, width, painter }: LineProps & { painter: Painter }): ReactNode {
  const box = useRef<DOMElement>(null);
  const line = useRef(of);
  useLayoutEffect(() => {
    line.current = of;
    painter.onChange?.();
  }, [painter, of]);
  useLayoutEffect(
    () =>
      painter.add({
        hole: false,
        calm: true,
        layer: 'words',
        measure: () => rectangleOf(box.current),
        draw: (view) => view.segments(0, 0, line.current),
      }),
    [painter],
  );
  const columns = Math.max(1, width, segmentsWidth(of));
  return <Box ref={box} width={columns} height={1} />;
}

function StyledText({ of, width }: LineProps): ReactNode {
  const { sgr, asciiOnly } = useStage();
  const text = of
    .map(([words, style]) => styledText(asciiOnly ? asciiText(words) : words, sgr[style]))
    .join('');
  const missing = ' '.repeat(Math.max(0, width - segmentsWidth(of)));
  return <Text wrap="truncate">{text + missing || ' '}</Text>;
}
