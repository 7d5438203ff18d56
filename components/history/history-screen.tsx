import { type ReactNode, useCallback } from 'react';
import { useConsole } from '../console-store.ts';
import { PaintedStore } from '../painter/painted-store.tsx';
import { StoreFooter } from '../parts/store-footer.tsx';
import { usePointer } from '../pointer/pointer.ts';
import { Pressable } from '../pointer/pressable.tsx';
import { OpenQuestion } from '../screens/open-question.tsx';
import { historyLayout } from './history-layout.ts';
import { drawHistory, drawHistoryDetail } from './history-rows.ts';

/** Runs of before: a list, where the one under the cursor lies, and the keys. */
export function HistoryScreen(): ReactNode {
  const columns = useConsole((state) => state.columns);
  const rows = useConsole((state) => state.rows);
  const pointer = usePointer();
  const { list, detail, footer } = historyLayout(rows);
  const onRow = useCallback(
    (_: number, row: number, times: 1 | 2) => {
      pointer?.row(row);
      if (times === 2) pointer?.open();
    },
    [pointer],
  );
  return (
    <>
      <Pressable onPress={onRow} flexShrink={0}>
        <PaintedStore draw={drawHistory} width={columns} height={list} />
      </Pressable>
      <PaintedStore draw={drawHistoryDetail} width={columns} height={detail} />
      <StoreFooter columns={columns} rows={footer} />
      <OpenQuestion bottom={Math.max(0, rows - footer)} />
    </>
  );
}
