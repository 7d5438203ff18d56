import type { ReactNode } from 'react';
import { Painted, useStage } from '../painter/painted.tsx';
import { drawFooter, footerKeyAt } from '../panes/footer-rows.ts';
import { usePointer } from '../pointer/pointer.ts';
import { Pressable } from '../pointer/pressable.tsx';

/** The last rows of a screen; a click on one of its keys presses it. */
export function Footer({ columns, rows }: { columns: number; rows: number }): ReactNode {
  const { scene } = useStage();
  const pointer = usePointer();
  const press = (x: number, y: number) => {
    const now = scene();
    const name = now === null ? null : footerKeyAt(now, columns, rows, x, y);
    if (name !== null) pointer?.key(name);
  };
  return (
    <Pressable onPress={press} flexShrink={0}>
      <Painted draw={drawFooter} width={columns} height={rows} calm />
    </Pressable>
  );
}
