import type { ReactNode } from 'react';
import type { ConsoleState } from '../console-state.ts';
import { useStore } from '../console-store.ts';
import { footerKeys } from '../keys/keymap.ts';
import { placesOf } from '../keys/place.ts';
import type { CellView } from '../painter/cell-view.ts';
import { PaintedStore } from '../painter/painted-store.tsx';
import { drawFooter, footerKeyAt } from '../panes/footer-rows.ts';
import { usePointer } from '../pointer/pointer.ts';
import { Pressable } from '../pointer/pressable.tsx';

/** The last rows of a screen that has no run; a click on one of its keys presses it. */
export function StoreFooter({ columns, rows }: { columns: number; rows: number }): ReactNode {
  const store = useStore();
  const pointer = usePointer();
  const press = (x: number, y: number) => {
    const name = footerKeyAt(footerOf(store.get()), columns, rows, x, y);
    if (name !== null) pointer?.key(name);
  };
  return (
    <Pressable onPress={press} flexShrink={0}>
      <PaintedStore draw={drawStoreFooter} width={columns} height={rows} />
    </Pressable>
  );
}

function drawStoreFooter(view: CellView, state: ConsoleState): void {
  drawFooter(view, footerOf(state));
}

function footerOf(state: ConsoleState) {
  const keys = state.overlay === null ? footerKeys(placesOf(state), false) : [];
  return { notice: state.notice, keys, frame: null };
}
