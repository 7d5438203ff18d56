import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { count, money, short } from '../parts/format.ts';
import type { HeadlineItem } from '../parts/rule.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { statusWords } from './agent-card.ts';
import { waitsForTask } from './agent-held.ts';
import { agentName } from './agent-name.ts';
import { agentStyle } from './agent-style.ts';

const gap: Segment = ['  ', Tone.dim];

/** One agent in a few figures, as `kaoz_17 ● 48 t/s  try 2  1,204 t  $0.012`: what the cursor is on. */
export function agentItem({ snapshot, glyphs }: Scene, agent: number): HeadlineItem {
  const { agents } = snapshot;
  const state = agents.shown[agent];
  const out: Segment[] = [
    [`${agentName(snapshot, agent)} `, Tone.accent | Attribute.bold],
    [String.fromCodePoint(glyphs.states[state]), agentStyle(snapshot, state, agent)],
    [` ${statusWords(snapshot, agent)}`, Tone.fg],
  ];
  const tries = waitsForTask(state) ? 0 : agents.attempt[agent];
  if (tries > 1) out.push(gap, [`try ${count(tries)}`, Tone.fg]);
  if (agents.tokens[agent] > 0) out.push(gap, [`${short(agents.tokens[agent])} t`, Tone.dim]);
  if (agents.costNanoUsd[agent] > 0) out.push(gap, [money(agents.costNanoUsd[agent]), Tone.dim]);
  // Its class and status: the words of a failure are too long for a title.
  const [error] = snapshot.signatures[agents.error[agent]].split(':');
  if (error !== '') out.push(gap, [oneLine(error), Tone.warn]);
  return out;
}
