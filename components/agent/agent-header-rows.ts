import { agentStateNames } from '../../src/state/agent-state.ts';
import { drawAskedLine } from '../approvals/asked-line.ts';
import { stateLooks } from '../glyphs.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { statusWords } from '../panes/agent-card.ts';
import { agentName } from '../panes/agent-name.ts';
import { agentStyle } from '../panes/agent-style.ts';
import { shortState } from '../panes/header-rows.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import type { AgentScene } from './agent-scene.ts';

/** Who is looked at and what it is at; at the right end, how the run stands; below, what tools ask. */
export function drawAgentHeader(view: CellView, scene: Scene): void {
  const { agent: shown, snapshot } = scene;
  if (shown === null) return;
  const left = whoSegments(shown, scene);
  const right = shortState(snapshot, view.columns >= 90);
  const start = view.segmentsRight(view.columns, 0, right);
  view.segments(1, 0, left, Math.max(0, start - 3));
  if (view.rows > 1) drawAskedLine(view.inner(0, 1, view.columns, 1), scene);
}

function whoSegments(shown: AgentScene, { snapshot, glyphs }: Scene): Segment[] {
  const { agent, record, movedOn } = shown;
  if (agent === null)
    return [
      [oneLine(record?.id ?? ''), Tone.accent | Attribute.bold],
      [`  ${record?.status ?? 'there is no such task'}`, Tone.dim],
    ];
  const name: Segment = [oneLine(agentName(snapshot, agent)), Tone.accent | Attribute.bold];
  if (movedOn)
    return [
      name,
      [`  ${record?.status ?? ''}`, Tone.fg],
      ['  · the agent has gone on since', Tone.dim],
      ...goOn(shown),
    ];
  const state = snapshot.agents.shown[agent];
  const { unicode, ascii } = stateLooks[agentStateNames[state]];
  const mark = glyphs.unicode ? unicode : ascii;
  return [
    name,
    [`  ${mark} `, agentStyle(snapshot, state, agent)],
    [statusWords(snapshot, agent), Tone.fg],
  ];
}

function goOn({ follows }: AgentScene): Segment[] {
  return follows
    ? []
    : [
        [': G', Tone.accent],
        [' goes there', Tone.dim],
      ];
}
