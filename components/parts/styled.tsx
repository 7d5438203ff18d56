import { Text } from 'ink';
import type { ReactNode } from 'react';
import { asciiText } from '../painter/ascii.ts';
import { segmentsWidth } from '../painter/cell-view.ts';
import { useStage } from '../painter/painted.tsx';
import type { Segment } from '../painter/style.ts';
import { styledText } from '../theme.ts';

/**
 * Runs of text that Ink draws, in the tones of the theme; cut at the end of its box. With `width` it
 * is filled up with blanks, which cover what other text stands below it.
 */
export function Styled({ of, width = 0 }: { of: readonly Segment[]; width?: number }): ReactNode {
  const { sgr, asciiOnly } = useStage();
  const text = of
    .map(([words, style]) => styledText(asciiOnly ? asciiText(words) : words, sgr[style]))
    .join('');
  const missing = ' '.repeat(Math.max(0, width - segmentsWidth(of)));
  return <Text wrap="truncate">{text + missing || ' '}</Text>;
}
