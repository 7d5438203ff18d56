import { AgentState, agentStateNames } from '../../src/state/agent-state.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Tone } from '../painter/style.ts';
import { duration, money, short, unknownMark } from '../parts/format.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { agentName } from './agent-name.ts';
import { agentStyle } from './agent-style.ts';
import { toolWords } from './agent-tools.ts';
import { isPriced } from './agents-sort.ts';
import { type Light, litStyle } from './cell-light.ts';

const statusWidth = 14;
const tokensWidth = 7;
const costWidth = 10;

/**
 * One agent in a line: `kaoz_17  ● 48 t/s      1,204t  $0.012`.
 *
 * @param out the filter leaves it out: it keeps its place, and stands back
 */
export function drawCard(
  view: CellView,
  scene: Scene,
  agent: number,
  light: Light,
  out: boolean,
): void {
  const tone = (style: number) => (out ? Tone.dim : style);
  const { snapshot, glyphs } = scene;
  const { agents } = snapshot;
  const state = agents.shown[agent];
  const nameWidth = view.columns - statusWidth - tokensWidth - costWidth - 2;
  view.text(0, 0, agentName(snapshot, agent), litStyle(tone(Tone.fg), light), nameWidth - 1);
  let x = nameWidth;
  view.put(x, 0, glyphs.states[state], tone(agentStyle(snapshot, state, agent)));
  view.text(
    x + 2,
    0,
    briefWords(snapshot, agent),
    tone(state === AgentState.failed ? Tone.bad : Tone.dim),
    statusWidth,
  );
  x += 2 + statusWidth + tokensWidth;
  const tokens = agents.tokens[agent];
  view.put(x - 1, 0, 0x74, Tone.dim);
  view.textRight(x - 1, 0, short(tokens), tone(tokens > 0 ? Tone.fg : Tone.dim));
  const cost = agents.costNanoUsd[agent];
  const known = isPriced(agents, agent);
  view.textRight(
    x + costWidth,
    0,
    known ? money(cost) : unknownMark,
    tone(cost > 0 ? Tone.fg : Tone.dim),
  );
}

/** `batch 2/3`, `new thread`, `asks http_get`: what the stages of a call are in a card. */
function briefWords(snapshot: RunSnapshot, agent: number): string {
  const words = statusWords(snapshot, agent);
  if (!snapshot.stages.has(agent)) return words;
  const brief = words
    .replace(/^creating /, 'new ')
    .replace(/^asks for /, 'asks ')
    .replace(/ and (\d+) more\b/, ' +$1')
    .replace(/^posting (batch \d+) of (?=\d)/, '$1/');
  // For how long is what can be spared.
  return brief.length <= statusWidth ? brief : brief.replace(/ \S+$/, '');
}

/** What an agent does, and for how long or how fast. */
export function statusWords(snapshot: RunSnapshot, agent: number): string {
  const { agents, stages, t } = snapshot;
  const state = agents.shown[agent];
  if (state === AgentState.connecting || state === AgentState.waiting) {
    const stage = stages.get(agent);
    if (stage !== undefined) return `${oneLine(stage)} ${duration(t - agents.sinceT[agent])}`;
  }
  if (state === AgentState.tool) return toolWords(snapshot, agent);
  const rate = agents.tokenRate[agent];
  if (state === AgentState.streaming && rate > 0) return `${short(rate)} t/s`;
  const step = state === AgentState.streaming ? stages.get(agent) : undefined;
  if (step !== undefined) return oneLine(step);
  const name = agentStateNames[state];
  const timed =
    state === AgentState.connecting ||
    state === AgentState.waiting ||
    state === AgentState.streaming;
  if (timed) return `${name} ${duration(t - agents.sinceT[agent])}`;
  if (state === AgentState.retrying) return `${name} ${agents.attempt[agent] + 1}`;
  return name;
}
