import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { count } from '../parts/format.ts';
import { drawPlainRule } from '../parts/plain-rule.ts';
import type { Scene } from '../scene.ts';
import type { AgentScene } from './agent-scene.ts';
import { drawConversation } from './conversation-rows.ts';

const noTask = 'This agent has had no task yet.';
const unreadable = 'The record of this task cannot be read.';

/** What is read: the conversation, or the request and the reply of a call, under its rule. */
export function drawReading(view: CellView, { agent: shown }: Scene): void {
  if (shown === null) return;
  const { raw, layout, first, current, record, task } = shown;
  const below = view.inner(0, 1, view.columns, view.rows - 1);
  drawPlainRule(view, raw ? 'request and reply' : 'conversation', placeSegments(shown, below.rows));
  if (record === null) below.text(3, 1, task < 0 ? noTask : unreadable, Tone.dim);
  else drawConversation(below, layout, first, current);
}

/** How much there is before and after what is in view. */
function placeSegments({ layout, first, follows }: AgentScene, height: number): Segment[] {
  const { rows } = layout;
  if (rows <= height) return [];
  const last = Math.min(rows, first + height);
  const out: Segment[] = [
    [`${count(first + 1)}–${count(last)}`, Tone.fg],
    [` of ${count(rows)} rows`, Tone.dim],
  ];
  if (follows) out.push([' · follows the end', Tone.dim]);
  return out;
}
