import type { ReactNode } from 'react';
import { useConsole } from '../console-store.ts';
import { Hole } from '../painter/painted.tsx';
import { Attribute, Tone } from '../painter/style.ts';
import { Styled } from '../parts/styled.tsx';
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
  readonly keys: string;
  readonly word: string;
  readonly says: string;
}

/** One answer to the question: its key, its word and what it does. */
export function Choice({ keys, word, says }: ChoiceProps): ReactNode {
  const width = useConsole((state) => state.columns);
  return (
    <Styled
      width={width}
      of={[
        [`  ${keys.padEnd(5)}`, Tone.accent],
        [word.padEnd(8), Attribute.bold],
        [says, Tone.dim],
      ]}
    />
  );
}
