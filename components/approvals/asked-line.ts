import type { AskedCall } from '../../src/state/asked-calls.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { argumentsLine } from '../../src/state/tool-arguments.ts';
import { labelOf } from '../keys/keymap.ts';
import { type CellView, segmentsWidth } from '../painter/cell-view.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { agentName } from '../panes/agent-name.ts';
import { plural } from '../parts/format.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';

/** The line that says which tools wait for the operator's word. */
export interface AskedLine {
  /** The call that its keys are for; null where there is none of the agent that is looked at. */
  readonly call: AskedCall | null;
  readonly left: readonly Segment[];
  /** At the right end. */
  readonly right: readonly Segment[];
  /** All of the call stands there, its arguments to their end. */
  readonly whole: boolean;
}

/** The call that has asked longest, or that of one task; null where there is none. */
export function askedFirst({ asked }: RunSnapshot, task: number | null): AskedCall | null {
  return asked.find((call) => task === null || call.task === task) ?? null;
}

/**
 * What stands on the line; null where no tool asks.
 *
 * @param task the one that is looked at; null for all
 */
export function askedLine(
  snapshot: RunSnapshot,
  task: number | null,
  columns: number,
  past: boolean,
): AskedLine | null {
  const { asked } = snapshot;
  if (asked.length === 0) return null;
  const call = askedFirst(snapshot, task);
  const asks = asked.length === 1 ? '1 tool asks' : `${plural(asked.length, 'tool')} ask`;
  if (call === null) {
    const left: Segment[] = [[` ${asks} of other agents`, Tone.warn]];
    return { call, left, right: [], whole: false };
  }
  const left: Segment[] = [
    [` ${asks} `, Tone.warn | Attribute.bold | Attribute.inverse],
    [` ${oneLine(agentName(snapshot, call.agent))} `, Tone.accent],
    [oneLine(call.tool), Tone.tool | Attribute.bold],
    [` ${argumentsLine(call.arguments)}`, Tone.fg],
  ];
  const all = past ? [] : keySegments(true, task === null);
  const whole = segmentsWidth(left) + segmentsWidth(all) + 3 <= columns;
  const right = past || whole ? all : keySegments(false, task === null);
  return { call, left, right, whole };
}

/** On the line that stays once tools have asked. */
export function drawAskedLine(view: CellView, { snapshot, agent, replay }: Scene): void {
  const line = askedLine(snapshot, agent?.task ?? null, view.columns, replay !== undefined);
  if (line === null) return void view.text(1, 0, 'no tool asks', Tone.dim);
  const start = view.segmentsRight(view.columns - 1, 0, line.right);
  view.segments(0, 0, line.left, Math.max(0, start - 2));
}

/** What cannot be seen whole is looked at before it is allowed. @param look the key for that is free there */
function keySegments(whole: boolean, look: boolean): Segment[] {
  const keys: (readonly [key: string | null, does: string])[] = [
    [labelOf('run', 'allow'), whole ? 'allow' : 'look'],
    [labelOf('run', 'refuse'), 'refuse'],
  ];
  if (whole && look) keys.push([labelOf('run', 'approval-look'), 'look']);
  return keys.flatMap(([key, does], index): Segment[] =>
    key === null
      ? []
      : [
          [index === 0 ? '' : '  ', Tone.dim],
          [key, Tone.accent],
          [` ${does}`, Tone.dim],
        ],
  );
}
