import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { ConsoleState } from '../console-state.ts';
import { useConsole, useStore } from '../console-store.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Painted } from '../painter/painted.tsx';
import { PaintedStore } from '../painter/painted-store.tsx';
import { Footer } from '../parts/footer.tsx';
import { usePointer } from '../pointer/pointer.ts';
import { Pressable } from '../pointer/pressable.tsx';
import { OpenQuestion } from '../screens/open-question.tsx';
import { drawFailures } from './failures-rows.ts';
import { drawResultText } from './result-text-rows.ts';
import { drawResultsHeader } from './results-header.ts';
import { resultsLayout } from './results-layout.ts';
import { drawAnswers } from './results-rows.ts';

/** What the tasks of a run gave: a list, or failures by kind, and the one under the cursor whole. */
export function ResultsScreen(): ReactNode {
  const columns = useConsole((state) => state.columns);
  const rows = useConsole((state) => state.rows);
  const whole = useConsole((state) => state.results.whole);
  const store = useStore();
  const pointer = usePointer();
  const towards = (part: 'list' | 'text') => () => {
    if (store.get().results.focus !== part) pointer?.key('tab');
  };
  const toList = towards('list');
  const toText = towards('text');
  const onRow = (_: number, row: number, times: 1 | 2) => {
    pointer?.row(row);
    if (times === 2) pointer?.open();
  };
  const { header, footer, gap, beside, list, text } = resultsLayout(columns, rows, whole);
  return (
    <>
      {header > 0 && <Painted draw={drawResultsHeader} width={columns} height={header} calm />}
      <Box flexDirection={beside ? 'row' : 'column'} columnGap={gap}>
        <Pressable onPress={onRow} onApproach={toList} flexShrink={0}>
          <PaintedStore draw={drawList} {...list} />
        </Pressable>
        <Pressable onPress={toText} onApproach={toText} flexShrink={0}>
          <PaintedStore draw={drawResultText} {...text} />
        </Pressable>
      </Box>
      {footer > 0 && <Footer columns={columns} rows={footer} />}
      <OpenQuestion bottom={Math.max(0, rows - footer)} />
    </>
  );
}

function drawList(view: CellView, state: ConsoleState): void {
  if (state.results.shows === 'answers') drawAnswers(view, state);
  else drawFailures(view, state);
}
