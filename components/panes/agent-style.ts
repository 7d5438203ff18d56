import { AgentState } from '../../src/state/agent-state.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { stateStyles } from '../glyphs.ts';
import { Attribute, Tone } from '../painter/style.ts';
import { asksFor } from './agent-tools.ts';

/** Tokens a second from which a stream is shown as usual and as fast. */
const usualRate = 15;
const fastRate = 60;

/** A state's style; streaming in three shades by tokens a second, a tool that asks as what needs a person. */
export function agentStyle(snapshot: RunSnapshot, state: number, agent: number): number {
  if (state === AgentState.tool && asksFor(snapshot, agent) !== null)
    return Tone.warn | Attribute.bold;
  if (state !== AgentState.streaming) return stateStyles[state];
  const rate = snapshot.agents.tokenRate[agent];
  if (rate >= fastRate) return Tone.okHigh;
  return rate >= usualRate || rate === 0 ? Tone.ok : Tone.okLow;
}
