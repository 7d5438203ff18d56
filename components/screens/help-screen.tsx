import { Box } from 'ink';
import type { ReactNode } from 'react';
import { useConsole, useStore } from '../console-store.ts';
import { filterItem } from '../filter/filter-item.ts';
import { segmentsWidth } from '../painter/cell-view.ts';
import { useStage } from '../painter/painted.tsx';
import { type Segment, Tone } from '../painter/style.ts';
import { Styled } from '../parts/styled.tsx';
import { type HelpLine, helpLayout, placesBelow } from './help-lines.ts';

/** What every key does, every command and every sign; the keys of the screen below it come first. */
export function HelpScreen(): ReactNode {
  const store = useStore();
  // Drawn again when one of these changes, and not with every figure of the run below it.
  useConsole((each) => [each.columns, each.rows, each.scroll, ...placesBelow(each)].join(' '));
  useConsole((each) => each.filters.help);
  const state = store.get();
  const { lines, columns, rows, from, most, kept, all } = helpLayout(state, useStage().asciiOnly);
  const filter = state.filters.help;
  const width = Math.floor((state.columns - 1) / columns);
  const title: Segment[] = [['─ swarmdeck help ', Tone.accent]];
  const shown =
    filter === undefined
      ? []
      : [
          [' ', Tone.dim] as Segment,
          ...filterItem(filter, kept, all),
          [' ─', Tone.accent] as Segment,
        ];
  const line = '─'.repeat(Math.max(0, state.columns - segmentsWidth(title) - segmentsWidth(shown)));
  const more = most > 0 ? '  ↑ ↓ scroll' : '';
  return (
    <Box flexDirection="column" height={state.rows}>
      <Styled of={[...title, [line, Tone.accent], ...shown]} />
      <Box flexGrow={1} paddingLeft={1} overflow="hidden">
        {Array.from({ length: columns }, (_, column) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column has no other name than its place
          <Box key={column} width={width} flexShrink={0}>
            <Lines of={lines.slice(from + column * rows, from + (column + 1) * rows)} />
          </Box>
        ))}
      </Box>
      <Styled
        of={[
          [' Esc', Tone.accent],
          [' back', Tone.dim],
          ['  /', Tone.accent],
          [` filter${more}`, Tone.dim],
        ]}
      />
    </Box>
  );
}

function Lines({ of }: { of: readonly HelpLine[] }): ReactNode {
  return (
    <Box flexDirection="column" flexShrink={0}>
      {of.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name than its place
        <Styled key={index} of={line} />
      ))}
    </Box>
  );
}
