import { type ReactNode, useCallback } from 'react';
import type { ConsoleState } from '../console-state.ts';
import { useConsole, useStore } from '../console-store.ts';
import { footerKeys } from '../keys/keymap.ts';
import { placesOf } from '../keys/place.ts';
import type { CellView } from '../painter/cell-view.ts';
import { PaintedStore } from '../painter/painted-store.tsx';
import { drawFooter, footerKeyAt } from '../panes/footer-rows.ts';
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
  const store = useStore();
  const { list, detail, footer } = historyLayout(rows);
  const onRow = useCallback(
    (_: number, row: number, times: 1 | 2) => {
      pointer?.row(row);
      if (times === 2) pointer?.open();
    },
    [pointer],
  );
  const onFooter = useCallback(
    (x: number, y: number) => {
      const name = footerKeyAt(footerOf(store.get()), columns, footer, x, y);
      if (name !== null) pointer?.key(name);
    },
    [pointer, store, columns, footer],
  );
  return (
    <>
      <Pressable onPress={onRow} flexShrink={0}>
        <PaintedStore draw={drawHistory} width={columns} height={list} />
      </Pressable>
      <PaintedStore draw={drawHistoryDetail} width={columns} height={detail} />
      <Pressable onPress={onFooter} flexShrink={0}>
        <PaintedStore draw={drawStoreFooter} width={columns} height={footer} />
      </Pressable>
      <OpenQuestion bottom={Math.max(0, rows - footer)} />
    </>
  );
}

/** There may be no run, and then no scene that a footer could be drawn from. */
function footerOf(state: ConsoleState) {
  const keys = state.overlay === null ? footerKeys(placesOf(state), false) : [];
  return { notice: state.notice, keys, frame: null };
}

function drawStoreFooter(view: CellView, state: ConsoleState): void {
  drawFooter(view, footerOf(state));
}
