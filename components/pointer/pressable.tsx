import { Box, type DOMElement } from 'ink';
import { type ComponentProps, type ReactNode, useLayoutEffect, useRef } from 'react';
import { rectangleOf } from '../painter/painted.tsx';
import { usePointer } from './pointer.ts';
import type { Target } from './targets.ts';

interface PressableProps extends Omit<ComponentProps<typeof Box>, 'ref'> {
  readonly onPress: Target['press'];
  /** Called before the wheel turns what is here. */
  readonly onApproach?: () => void;
  /** It lies over the others, as a question does. */
  readonly over?: boolean;
  readonly children?: ReactNode;
}

/** A box that can be clicked on. */
export function Pressable({
  onPress,
  onApproach,
  over = false,
  children,
  ...layout
}: PressableProps): ReactNode {
  const pointer = usePointer();
  const box = useRef<DOMElement>(null);
  useLayoutEffect(
    () =>
      pointer?.add({
        over,
        measure: () => rectangleOf(box.current),
        press: onPress,
        approach: onApproach,
      }),
    [pointer, over, onPress, onApproach],
  );
  return (
    <Box ref={box} {...layout}>
      {children}
    </Box>
  );
}

/** A box that presses a key when it is clicked on. */
export function KeyButton({
  name,
  over = false,
  children,
}: {
  name: string;
  over?: boolean;
  children: ReactNode;
}): ReactNode {
  const pointer = usePointer();
  return (
    <Pressable over={over} flexShrink={0} onPress={() => pointer?.key(name)}>
      {children}
    </Pressable>
  );
}
