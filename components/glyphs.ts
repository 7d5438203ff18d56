import { AgentState, type AgentStateName, agentStateNames } from '../src/state/agent-state.ts';
import { Attribute, Tone } from './painter/style.ts';

/** How each state of an agent is shown, in the order of the legend. */
interface StateLook {
  readonly unicode: string;
  readonly ascii: string;
  readonly style: number;
  readonly means: string;
}

export const stateLooks: Readonly<Record<AgentStateName, StateLook>> = {
  idle: { unicode: '·', ascii: '.', style: Tone.dim, means: 'no task' },
  queued: { unicode: '∙', ascii: ',', style: Tone.dim, means: 'has a task, waits its turn' },
  held: {
    unicode: '‖',
    ascii: '"',
    style: Tone.warn,
    means: 'a limit, budget or breaker holds it',
  },
  connecting: { unicode: '○', ascii: 'o', style: Tone.info, means: 'sends its request' },
  waiting: { unicode: '◔', ascii: 'w', style: Tone.info, means: 'sent, no token yet' },
  streaming: { unicode: '●', ascii: '*', style: Tone.ok, means: 'tokens arrive' },
  tool: { unicode: '◆', ascii: 't', style: Tone.tool, means: 'a tool or its own code runs' },
  retrying: { unicode: '↻', ascii: 'r', style: Tone.warn, means: 'backs off before its next try' },
  done: { unicode: '■', ascii: 'd', style: Tone.okDim, means: 'nothing left for it' },
  failed: { unicode: '✗', ascii: 'X', style: Tone.bad, means: 'its last task failed for good' },
  poison: {
    unicode: '!',
    ascii: '!',
    style: Tone.bad | Attribute.inverse,
    means: 'its task was quarantined',
  },
  cancelled: { unicode: '–', ascii: '-', style: Tone.dim, means: 'cancelled by the operator' },
};

/** Characters that differ where the terminal knows ASCII alone; all others have one likeness. */
export interface GlyphSet {
  readonly unicode: boolean;
  /** Code point for each state, by its code. */
  readonly states: Uint32Array;
}

function states(of: (look: StateLook) => string): Uint32Array {
  const codes = new Uint32Array(agentStateNames.length);
  for (const name of agentStateNames)
    codes[AgentState[name]] = of(stateLooks[name]).codePointAt(0) ?? 0x3f;
  return codes;
}

export const unicodeGlyphs: GlyphSet = { unicode: true, states: states((look) => look.unicode) };
export const asciiGlyphs: GlyphSet = { unicode: false, states: states((look) => look.ascii) };

/** Style of each state, by its code. */
export const stateStyles = Uint16Array.from(agentStateNames, (name) => stateLooks[name].style);
