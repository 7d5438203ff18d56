import { Text } from 'ink';
import type { ReactNode } from 'react';
import { asciiText } from '../painter/ascii.ts';
import { useStage } from '../painter/painted.tsx';
import type { Segment } from '../painter/style.ts';
import { styledText } from '../theme.ts';

/** Runs of text that Ink draws, in the tones of the theme; cut at the end of its box. */
export function Styled({ of }: { of: readonly Segment[] }): ReactNode {
  const { sgr, asciiOnly } = useStage();
  const text = of
    .map(([words, style]) => styledText(asciiOnly ? asciiText(words) : words, sgr[style]))
    .join('');
  return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
}
