import { type ReactNode, useCallback } from 'react';
import { useConsole, useStore } from '../console-store.ts';
import type { CellView } from '../painter/cell-view.ts';
import { drawLowest, LowestLines } from '../parts/lowest-lines.tsx';
import { promptLines } from './prompt-lines.ts';

/** The command line, while it is open. */
export function PromptLine(): ReactNode {
  const store = useStore();
  const height = useConsole(({ prompt, columns, rows }) =>
    prompt === null ? 0 : promptLines(prompt, columns, rows).length,
  );
  const draw = useCallback(
    (view: CellView) => {
      const { prompt, rows } = store.get();
      if (prompt !== null) drawLowest(view, promptLines(prompt, view.columns, rows));
    },
    [store],
  );
  return <LowestLines height={height} draw={draw} />;
}
