import type { ReactNode } from 'react';
import type { ConsoleState } from '../console-state.ts';
import { useConsole } from '../console-store.ts';
import { footerKeys } from '../keys/keymap.ts';
import { placesOf } from '../keys/place.ts';
import type { CellView } from '../painter/cell-view.ts';
import { PaintedStore } from '../painter/painted-store.tsx';
import { drawFooter } from '../panes/footer-rows.ts';
import { OpenQuestion } from '../screens/open-question.tsx';
import { historyLayout } from './history-layout.ts';
import { drawHistory, drawHistoryDetail } from './history-rows.ts';

/** Runs of before: a list, where the one under the cursor lies, and the keys. */
export function HistoryScreen(): ReactNode {
  const columns = useConsole((state) => state.columns);
  const rows = useConsole((state) => state.rows);
  const { list, detail, footer } = historyLayout(rows);
  return (
    <>
      <PaintedStore draw={drawHistory} width={columns} height={list} />
      <PaintedStore draw={drawHistoryDetail} width={columns} height={detail} />
      <PaintedStore draw={drawStoreFooter} width={columns} height={footer} />
      <OpenQuestion bottom={Math.max(0, rows - footer)} />
    </>
  );
}

function drawStoreFooter(view: CellView, state: ConsoleState): void {
  const keys = state.overlay === null ? footerKeys(placesOf(state), false) : [];
  drawFooter(view, { notice: state.notice, keys, frame: null });
}
