import { type ReactNode, useCallback } from 'react';
import { useConsole, useStore } from '../console-store.ts';
import type { CellView } from '../painter/cell-view.ts';
import { drawLowest, LowestLines } from '../parts/lowest-lines.tsx';
import { filterLines } from './filter-lines.ts';

/** The line of a filter, while it is open. */
export function FilterLine(): ReactNode {
  const store = useStore();
  const height = useConsole(({ filterLine, columns }) =>
    filterLine === null ? 0 : filterLines(filterLine, columns).length,
  );
  const draw = useCallback(
    (view: CellView) => {
      const { filterLine } = store.get();
      if (filterLine !== null) drawLowest(view, filterLines(filterLine, view.columns));
    },
    [store],
  );
  return <LowestLines height={height} draw={draw} />;
}
