import type { ReactNode } from 'react';
import { useConsole } from '../console-store.ts';
import { labelOf } from '../keys/keymap.ts';
import { Tone } from '../painter/style.ts';
import { Styled } from '../parts/styled.tsx';
import { wrapWithin } from '../parts/wrap.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { Choice, QuestionBox } from './question-box.tsx';

const mostLines = 3;

/** Asks for a yes to a command, and says before what it would do. */
export function ConfirmQuestion({ bottom }: { bottom: number }): ReactNode {
  const columns = useConsole((state) => state.columns);
  const confirm = useConsole((state) => state.confirm);
  if (confirm === null) return null;
  const lines = wrapWithin(oneLine(confirm.words), columns - 4, mostLines);
  return (
    <QuestionBox title={oneLine(confirm.title)} bottom={bottom} height={lines.length + 4}>
      {lines.map((line) => (
        <Styled key={line} of={[[`  ${line}`, Tone.fg]]} width={columns} />
      ))}
      <Choice keys={labelOf('confirm', 'yes')} word="yes" says="" />
      <Choice keys={labelOf('everywhere', 'back')} word="no" says="" />
      <Styled of={[]} width={columns} />
    </QuestionBox>
  );
}
