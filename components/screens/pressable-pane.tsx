import type { ReactNode } from 'react';
import { keyNamed } from '../keys/key-label.ts';
import { labelOf } from '../keys/keymap.ts';
import { usePointer } from '../pointer/pointer.ts';
import { Pressable } from '../pointer/pressable.tsx';
import type { PaneName } from '../scene.ts';
import type { BlockName } from './arrange.ts';

interface PressablePaneProps {
  readonly block: BlockName;
  readonly gapAbove: number;
  readonly children: ReactNode;
}

/** A pane that has the focus once it is clicked on, its cursor where that was; a second click opens it. */
export function PressablePane({ block, gapAbove, children }: PressablePaneProps): ReactNode {
  const pointer = usePointer();
  const pane = paneOf(block);
  const approach = () => {
    if (pane !== null) pointer?.focus(pane);
  };
  const toWork = () => {
    const label = labelOf('run', 'workload-show');
    const key = label === null ? null : keyNamed(label);
    if (key !== null) pointer?.key(key);
  };
  const press = (x: number, y: number, times: 1 | 2) => {
    approach();
    if (block === 'work' || block === 'work-line') return toWork();
    // A line in the place of a pane has no rows that something could stand in.
    if (pane === block) pointer?.point(pane, x, y);
    if (times === 2) pointer?.open();
  };
  return (
    <Pressable marginTop={gapAbove} flexShrink={0} onPress={press} onApproach={approach}>
      {children}
    </Pressable>
  );
}

/** The pane that a block is, or that a line stands for. */
function paneOf(block: BlockName): PaneName | null {
  switch (block) {
    case 'counts':
      return 'agents';
    case 'routes-line':
      return 'routes';
    case 'queue-line':
      return 'queue';
    case 'log-lines':
      return 'log';
    case 'one-line':
    case 'work':
    case 'work-line':
      return null;
    default:
      return block;
  }
}
