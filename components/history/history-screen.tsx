import type { ReactNode } from 'react';
import type { ConsoleState } from '../console-state.ts';
import { useConsole } from '../console-store.ts';
import { footerKeys } from '../keys/keymap.ts';
import { placesOf } from '../keys/place.ts';
import type { CellView } from '../painter/cell-view.ts';
import { PaintedStore } from '../painter/painted-store.tsx';
import { drawFooter } from '../panes/footer-rows.ts';
import { OpenQuestion } from '../screens/open-question.tsx';
import { drawHistory, drawHistoryDetail } from './history-rows.ts';

const footerRows = 2;
const detailRows = 1;

/** Rows of the list that hold runs, on a terminal of so many. */
export const historyRows = (rows: number): number =>
  Math.max(1, rows - footerRows - detailRows - 2);

/** Runs of before: a list, where the one under the cursor lies, and the keys. */
export function HistoryScreen(): ReactNode {
  const columns = useConsole((state) => state.columns);
  const rows = useConsole((state) => state.rows);
  const footer = Math.min(footerRows, rows);
  const detail = rows - footer > 4 ? detailRows : 0;
  const list = Math.max(0, rows - footer - detail);
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
