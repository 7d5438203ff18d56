import type { ReactNode } from 'react';
import { useConsole, useStore } from '../console-store.ts';
import { PaintedStore } from '../painter/painted-store.tsx';
import { StoreFooter } from '../parts/store-footer.tsx';
import { usePointer } from '../pointer/pointer.ts';
import { Pressable } from '../pointer/pressable.tsx';
import { OpenQuestion } from '../screens/open-question.tsx';
import { historyLayout } from './history-layout.ts';
import { historyWindow, keptEntries } from './history-list.ts';
import { drawHistory, drawHistoryDetail } from './history-rows.ts';

/** Runs of before: a list, where the one under the cursor lies, and the keys. */
export function HistoryScreen(): ReactNode {
  const columns = useConsole((state) => state.columns);
  const rows = useConsole((state) => state.rows);
  const { list, detail, footer, runs } = historyLayout(rows);
  const store = useStore();
  const pointer = usePointer();
  const press = (_x: number, y: number, times: 1 | 2) => {
    const { history, filters } = store.get();
    const kept = keptEntries(history.entries, filters);
    const { first } = historyWindow(kept, history.cursor, runs);
    const entry = y < list - runs ? undefined : kept[first + y - (list - runs)];
    if (entry === undefined) return;
    store.update({ history: { ...history, cursor: entry.head.directory } });
    if (times === 2) pointer?.open();
  };
  return (
    <>
      <Pressable onPress={press} flexShrink={0}>
        <PaintedStore draw={drawHistory} width={columns} height={list} />
      </Pressable>
      <PaintedStore draw={drawHistoryDetail} width={columns} height={detail} />
      <StoreFooter columns={columns} rows={footer} />
      <OpenQuestion bottom={Math.max(0, rows - footer)} />
    </>
  );
}
