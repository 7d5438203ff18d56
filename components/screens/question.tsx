import type { ReactNode } from 'react';
import type { RunFacts } from '../console-state.ts';
import { useConsole } from '../console-store.ts';
import { labelOf } from '../keys/keymap.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { coarseSeconds, count, money, plural, unknownMark } from '../parts/format.ts';
import { Styled } from '../parts/styled.tsx';
import { oneLine } from '../terminal/sanitize.ts';
import { Choice, QuestionBox } from './question-box.tsx';

const height = 6;
const dot: Segment = [' · ', Tone.dim];

/** Asks how a run is to stop, over the lowest rows of the screen; the keys are in the keymap. */
export function Question({ bottom }: { bottom: number }): ReactNode {
  const columns = useConsole((state) => state.columns);
  const overlay = useConsole((state) => state.overlay);
  const facts = useConsole((state) => state.facts);
  const name = oneLine(facts.name);
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

function standing(facts: RunFacts, leaving: boolean): Segment[] {
  const { calls, inTools, waiting, backingOff, reservedNanoUsd } = facts;
  const out: Segment[] = [];
  if (leaving) out.push(['The run ends with the console. ', Tone.fg]);
  out.push([`${plural(calls, 'call')} ${calls === 1 ? 'is' : 'are'} running`, Tone.fg], dot);
  if (calls > 0 && reservedNanoUsd !== null && reservedNanoUsd > 0)
    out.push([money(reservedNanoUsd), Tone.fg], [' reserved', Tone.fg], dot);
  if (inTools > 0) out.push([`the tools of ${plural(inTools, 'task')} too`, Tone.fg], dot);
  out.push([`${plural(waiting, 'task')} ${waiting === 1 ? 'waits' : 'wait'}`, Tone.fg]);
  if (backingOff > 0) out.push(dot, [`${count(backingOff)} back off`, Tone.fg]);
  return out;
}

function drainWords(facts: RunFacts, leaving: boolean): string {
  const { calls, inTools, p95Ms, reservedNanoUsd } = facts;
  const then = leaving ? ', then leave' : '';
  if (calls === 0 && inTools === 0) return `nothing runs: it ends at once${then}`;
  if (calls === 0) return `let the tools end, however long they take${then}`;
  const time = p95Ms === null ? unknownMark : `~${coarseSeconds(p95Ms)}`;
  const most = mostWords(reservedNanoUsd);
  const tools = inTools === 0 ? '' : ', tools apart';
  return `let the ${count(calls)} end: ${time}${tools}${most}${then}`;
}

/** What it may come to; nothing where it costs nothing. */
function mostWords(nanoUsd: number | null): string {
  if (nanoUsd === null) return ', at an unknown price';
  return nanoUsd === 0 ? '' : `, up to ${money(nanoUsd)}`;
}

function nowWords({ calls, inTools, reservedNanoUsd }: RunFacts, leaving: boolean): string {
  const none = inTools === 0 ? 'nothing is cut' : 'cut the tools';
  const cut = calls === 0 ? none : cutWords(calls, inTools, reservedNanoUsd);
  return `${cut}${leaving ? ', then leave' : ''}`;
}

function cutWords(calls: number, inTools: number, reservedNanoUsd: number | null): string {
  const [it, who] = calls === 1 ? ['it', 'it'] : ['them', 'they'];
  const what = inTools === 0 ? it : `${it} and the tools`;
  if (reservedNanoUsd === 0) return `cut ${what}`;
  const stays = reservedNanoUsd === null ? 'unknown' : `uncertain${mostWords(reservedNanoUsd)}`;
  return `cut ${what}: what ${who} cost up to here stays ${stays}`;
}
