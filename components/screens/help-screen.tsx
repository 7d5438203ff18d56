import { type ReactNode, useMemo } from 'react';
import { useConsole } from '../console-store.ts';
import { useStage } from '../painter/painted.tsx';
import { PaintedStore } from '../painter/painted-store.tsx';
import { helpRows } from './help-rows.ts';

/** What every key does, every command and every sign; the keys of the screen below it come first. */
export function HelpScreen(): ReactNode {
  const columns = useConsole((state) => state.columns);
  const rows = useConsole((state) => state.rows);
  const { asciiOnly } = useStage();
  const draw = useMemo(() => helpRows(asciiOnly), [asciiOnly]);
  return <PaintedStore draw={draw} width={columns} height={rows} />;
}
