import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { useConsole } from '../console-store.ts';
import { styledText } from '../theme.ts';

/** Bold, dim, italic and concealed: nothing that a blank would show. */
const attributes = [1, 2, 3, 8];

/** A blank in one of 16 styles: Ink may skip a frame or two, so two would not tell them apart. */
const cells = Array.from({ length: 1 << attributes.length }, (_, index) =>
  styledText(' ', attributes.filter((_attribute, bit) => index & (1 << bit)).map(String)),
);

/**
 * A first column of blanks whose style changes with every change of the layout. Ink writes only the
 * lines that differ for it, and knows nothing of what was painted: without this, cells that a pane
 * left behind would stand until Ink happened to write their line. With it every line differs from
 * its first column on, and Ink erases it to the end before it writes. Where Ink has no text of its own
 * it stands for nothing: see `isPaintedWhole`.
 */
export function Wash(): ReactNode {
  const generation = useConsole((state) => state.generation);
  const rows = useConsole((state) => state.rows);
  const cell = cells[generation % cells.length];
  return (
    <Box position="absolute" top={0} left={0} width={1} height={rows} aria-hidden>
      <Text wrap="truncate">{Array(rows).fill(cell).join('\n')}</Text>
    </Box>
  );
}
