import type { ReactNode } from 'react';
import type { RunFacts } from '../console-state.ts';
import { useConsole } from '../console-store.ts';
import { labelOf } from '../keys/keymap.ts';
import { useStage } from '../painter/painted.tsx';
import { type Segment, Tone } from '../painter/style.ts';
import { coarseSeconds, count, plural, unknownMark } from '../parts/format.ts';
import { Styled } from '../parts/styled.tsx';
import { oneLine } from '../terminal/sanitize.ts';
import { Choice, QuestionBox } from './question-box.tsx';

const height = 6;

/** Asks how a run is to stop, over the lowest rows of the screen; the keys are in the keymap. */
export function Question({ bottom }: { bottom: number }): ReactNode {
  const columns = useConsole((state) => state.columns);
  const overlay = useConsole((state) => state.overlay);
  const facts = useConsole((state) => state.facts);
  const name = oneLine(useStage().scene()?.snapshot.info.name ?? '');
  const leaving = overlay === 'leave';
  const title = `${leaving ? 'Leave' : 'Stop'} ${name}?`;
  return (
    <QuestionBox title={title} bottom={bottom} height={height}>
      <Styled of={[['  ', Tone.fg], ...standing(facts, leaving)]} width={columns} />
      <Choice
        keys={labelOf('stop', 'choose-drain')}
        word="drain"
        says={drainWords(facts, leaving)}
      />
      <Choice keys={labelOf('stop', 'choose-now')} word="now" says={nowWords(facts, leaving)} />
      <Choice
        keys={labelOf('everywhere', 'back')}
        word={leaving ? 'stay' : 'go on'}
        says={
          overlay === 'interrupt' ? `${labelOf('everywhere', 'interrupt')} again stops now` : ''
        }
      />
      <Styled of={[]} width={columns} />
    </QuestionBox>
  );
}

function standing({ calls, waiting, backingOff }: RunFacts, leaving: boolean): Segment[] {
  const out: Segment[] = [];
  if (leaving) out.push(['The run ends with the console. ', Tone.fg]);
  out.push(
    [`${plural(calls, 'call')} ${calls === 1 ? 'is' : 'are'} running`, Tone.fg],
    [' · ', Tone.dim],
    [`${plural(waiting, 'task')} ${waiting === 1 ? 'waits' : 'wait'}`, Tone.fg],
  );
  if (backingOff > 0) out.push([' · ', Tone.dim], [`${count(backingOff)} back off`, Tone.fg]);
  return out;
}

function drainWords({ calls, p95Ms }: RunFacts, leaving: boolean): string {
  if (calls === 0) return `nothing runs: it ends at once${leaving ? ', then leave' : ''}`;
  const time = p95Ms === null ? unknownMark : `~${coarseSeconds(p95Ms)}`;
  return `let the ${count(calls)} end: ${time}${leaving ? ', then leave' : ''}`;
}

function nowWords({ calls }: RunFacts, leaving: boolean): string {
  const cut =
    calls === 0
      ? 'nothing is cut'
      : `cut ${calls === 1 ? 'it' : 'them'}: what they cost up to here stays uncertain`;
  return `${cut}${leaving ? ', then leave' : ''}`;
}
