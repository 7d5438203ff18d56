import { Box } from 'ink';
import type { ReactNode } from 'react';
import { useConsole, useStore } from '../console-store.ts';
import { Painted } from '../painter/painted.tsx';
import { Footer } from '../parts/footer.tsx';
import { usePointer } from '../pointer/pointer.ts';
import { Pressable } from '../pointer/pressable.tsx';
import { OpenQuestion } from '../screens/open-question.tsx';
import { drawWorkloadHeader } from './workload-header.ts';
import { workloadLayout } from './workload-layout.ts';
import { drawWorkInside, drawWorkList } from './workload-rows.ts';
import { isList } from './workload-view.ts';

/** How the work hangs together: workflows, questions, variants or batches, and what is in the chosen one. */
export function WorkloadScreen(): ReactNode {
  const columns = useConsole((state) => state.columns);
  const rows = useConsole((state) => state.rows);
  const kind = useConsole((state) => state.workload.kind);
  const items = useConsole((state) => state.workload.items);
  const focus = useConsole((state) => state.workload.focus);
  const whole = useConsole((state) => state.workload.whole);
  const store = useStore();
  const pointer = usePointer();
  const look = { ...store.get().workload, kind, items, focus, whole };
  const towards = (part: typeof focus) => () => {
    const now = store.get().workload;
    if (isList(now) && now.focus !== part) pointer?.key('tab');
  };
  const toList = towards('list');
  const toInside = towards('inside');
  const press = (approach: () => void) => (_: number, row: number, times: 1 | 2) => {
    approach();
    pointer?.row(row);
    if (times === 2) pointer?.open();
  };
  const { header, footer, gap, beside, list, inside } = workloadLayout(columns, rows, look);
  return (
    <>
      {header > 0 && <Painted draw={drawWorkloadHeader} width={columns} height={header} calm />}
      <Box flexDirection={beside ? 'row' : 'column'} columnGap={gap}>
        {list.height > 0 && (
          <Pressable onPress={press(toList)} onApproach={toList} flexShrink={0}>
            <Painted draw={drawWorkList} {...list} calm />
          </Pressable>
        )}
        {inside.height > 0 && (
          <Pressable onPress={press(toInside)} onApproach={toInside} flexShrink={0}>
            <Painted draw={drawWorkInside} {...inside} calm />
          </Pressable>
        )}
      </Box>
      {footer > 0 && <Footer columns={columns} rows={footer} />}
      <OpenQuestion bottom={Math.max(0, rows - footer)} />
    </>
  );
}
