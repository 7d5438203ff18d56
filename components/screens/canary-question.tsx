import type { ReactNode } from 'react';
import { useConsole } from '../console-store.ts';
import { labelOf } from '../keys/keymap.ts';
import type { TaskAnswer } from '../live-run.ts';
import { useStage } from '../painter/painted.tsx';
import { type Segment, Tone } from '../painter/style.ts';
import { cut, fitted } from '../parts/fitted.ts';
import { count, money, plural } from '../parts/format.ts';
import { Styled } from '../parts/styled.tsx';
import { displayWidth } from '../terminal/display-width.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { Choice, QuestionBox } from './question-box.tsx';

const dot: Segment = [' · ', Tone.dim];
/** Rows besides the answers: the title, the figures, three choices and two blank ones. */
const others = 7;
const mostAnswers = 12;
const longestId = 16;

/** Shows what the first tasks gave and cost, and asks whether the others follow. */
export function CanaryQuestion({ bottom }: { bottom: number }): ReactNode {
  const columns = useConsole((state) => state.columns);
  const answers = useConsole((state) => state.answers);
  const waiting = useConsole((state) => state.facts.waiting);
  const snapshot = useStage().scene()?.snapshot;
  const canary = snapshot?.canary;
  if (!canary) return null;
  const name = oneLine(snapshot.info.name);
  const room = Math.max(0, Math.min(mostAnswers, bottom - others));
  // What went wrong is what has to be looked at first.
  const sorted = [...answers].sort((a, b) => Number(b.error !== null) - Number(a.error !== null));
  const hidden = canary.tasks - Math.min(canary.tasks, room);
  const shown = sorted.slice(0, hidden > 0 ? room - 1 : room);
  const idWidth = shown.reduce((most, { id }) => Math.max(most, displayWidth(oneLine(id))), 0);
  const figures: Segment[] = [
    [`${plural(canary.tasks, 'task')} ended`, Tone.fg],
    dot,
    [`${count(canary.done)} done`, Tone.fg],
    dot,
    [`${count(canary.failed)} failed`, canary.failed === 0 ? Tone.dim : Tone.bad],
    dot,
    [canary.costNanoUsd === null ? 'price unknown' : money(canary.costNanoUsd), Tone.fg],
  ];
  const goesOn = labelOf('run', 'pause');
  const stays = goesOn === null ? 'stay paused' : `stay paused; ${goesOn} goes on`;
  return (
    <QuestionBox
      title={`Go on with ${name}?`}
      bottom={bottom}
      height={others + Math.min(canary.tasks, room)}
    >
      <Styled of={[['  ', Tone.fg], ...figures]} width={columns} />
      {shown.map((answer) => (
        <Styled
          key={answer.id}
          of={answerLine(answer, Math.min(longestId, idWidth), columns)}
          width={columns}
        />
      ))}
      {hidden > 0 && (
        <Styled
          of={[[`  … ${count(canary.tasks - shown.length)} more`, Tone.dim]]}
          width={columns}
        />
      )}
      <Styled of={[]} width={columns} />
      <Choice
        keys={labelOf('canary', 'canary-go')}
        word="go on"
        says={`with the ${plural(waiting, 'task')} that ${waiting === 1 ? 'waits' : 'wait'}`}
      />
      <Choice
        keys={labelOf('canary', 'canary-stop')}
        word="stop"
        says="here; the run can be resumed later"
      />
      <Choice keys={labelOf('everywhere', 'back')} word="look" says={stays} />
      <Styled of={[]} width={columns} />
    </QuestionBox>
  );
}

/** `p-3   Oslo's harbour lies …`, as much of it as fits. */
function answerLine({ id, text, error }: TaskAnswer, width: number, columns: number): Segment[] {
  const name = fitted(oneLine(id), width);
  const words = oneLine(text ?? error ?? 'not ended')
    .replace(/\s+/g, ' ')
    .trim();
  return [
    [`  ${name}  `, Tone.dim],
    [cut(words, columns - width - 6), error === null ? Tone.fg : Tone.bad],
  ];
}
