import type { ReactNode } from 'react';
import { useConsole } from '../console-store.ts';
import { labelOf } from '../keys/keymap.ts';
import { useStage } from '../painter/painted.tsx';
import { Tone } from '../painter/style.ts';
import { agentName } from '../panes/agent-name.ts';
import { count, plural } from '../parts/format.ts';
import { Styled } from '../parts/styled.tsx';
import { Choice, QuestionBox } from '../screens/question-box.tsx';
import { oneLine } from '../terminal/sanitize.ts';
import { approvalLayout } from './approval-view.ts';

/** Rows besides the arguments: the title, what it is of, four choices, a blank row. */
const others = 7;

/** Shows a call of a tool whole, and asks whether it may run. */
export function ApprovalQuestion({ bottom }: { bottom: number }): ReactNode {
  const columns = useConsole((state) => state.columns);
  const rows = useConsole((state) => state.rows);
  const approval = useConsole((state) => state.approval);
  const scene = useStage().scene();
  if (approval === null || scene === null) return null;
  const { call } = approval;
  const { snapshot, taskId } = scene;
  const { lines, top, room } = approvalLayout(approval, columns, rows);
  const shown = lines.slice(top, top + room).map((text, index) => ({ text, row: top + index }));
  const below = lines.length - top - shown.length;
  const more = snapshot.asked.length - 1;
  const title = `Let ${agentName(snapshot, call.agent)} call ${call.tool}?`;
  const facts = [taskId(call.task)];
  if (more > 0) facts.push(`${plural(more, 'other call')} ${more === 1 ? 'asks' : 'ask'} too`);
  const scrolls = lines.length > room;
  return (
    <QuestionBox
      title={oneLine(title)}
      bottom={bottom}
      height={others + shown.length + (scrolls ? 1 : 0)}
    >
      <Styled of={[[`  ${oneLine(facts.join(' · '))}`, Tone.dim]]} width={columns} />
      {shown.map(({ text, row }) => (
        <Styled key={row} of={[[`    ${text}`, Tone.fg]]} width={columns} />
      ))}
      {scrolls && (
        <Styled
          of={[
            [`    ${below === 0 ? 'all of it' : `… ${plural(below, 'more line')}`}`, Tone.dim],
            [`  ↑ ↓ ${count(lines.length)} lines`, Tone.dim],
          ]}
          width={columns}
        />
      )}
      <Choice keys={labelOf('approval', 'approval-yes')} word="allow" says="it runs" />
      <Choice keys={labelOf('approval', 'approval-no')} word="refuse" says="the model is told" />
      <Choice keys={labelOf('approval', 'approval-open')} word="open" says="the agent that asks" />
      <Choice keys={labelOf('everywhere', 'back')} word="later" says="it goes on waiting" />
      <Styled of={[]} width={columns} />
    </QuestionBox>
  );
}
