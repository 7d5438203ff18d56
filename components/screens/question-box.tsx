import type { ReactNode } from 'react';
import { useConsole } from '../console-store.ts';
import { keyNamed } from '../keys/key-label.ts';
import { Hole } from '../painter/painted.tsx';
import { Attribute, Tone } from '../painter/style.ts';
import { Styled } from '../parts/styled.tsx';
import { KeyButton } from '../pointer/pressable.tsx';
import { displayWidth } from '../terminal/display-width.ts';

interface BoxProps {
  readonly title: string;
  /** The row below its last one. */
  readonly bottom: number;
  /** Rows with the title; fewer where there is no room. */
  readonly height: number;
  readonly children: ReactNode;
}

/** A question over the lowest rows of the screen, under a rule with its title. */
export function QuestionBox({ title, bottom, height, children }: BoxProps): ReactNode {
  const columns = useConsole((state) => state.columns);
  const rule = `─ ${title} ${'─'.repeat(Math.max(0, columns - displayWidth(title) - 3))}`;
  const shown = Math.min(height, bottom);
  return (
    <Hole top={bottom - shown} width={columns} height={shown}>
      <Styled of={[[rule, Tone.accent]]} />
      {children}
    </Hole>
  );
}

interface ChoiceProps {
  /** As people write it; null where it was taken away. */
  readonly keys: string | null;
  readonly word: string;
  readonly says: string;
}

/** One answer to the question: its key, its word and what it does. */
export function Choice({ keys, word, says }: ChoiceProps): ReactNode {
  const width = useConsole((state) => state.columns);
  const shown = keys ?? '';
  const choice = (
    <Styled
      width={width}
      of={[
        [`  ${shown.padEnd(Math.max(5, shown.length + 1))}`, Tone.accent],
        [word.padEnd(8), Attribute.bold],
        [says, Tone.dim],
      ]}
    />
  );
  const name = keys === null ? null : keyNamed(keys);
  return name === null ? (
    choice
  ) : (
    <KeyButton name={name} over>
      {choice}
    </KeyButton>
  );
}
