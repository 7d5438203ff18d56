import type { RunPhase } from '../../src/state/events.ts';
import { Attribute, Tone } from '../painter/style.ts';

interface PhaseLook {
  readonly mark: string;
  readonly style: number;
}

const warn = Tone.warn | Attribute.bold;

/** How the one word for the run's own state is shown. Red is for a run that failed alone. */
export const phaseLooks: Readonly<Record<RunPhase, PhaseLook>> = {
  READY: { mark: '○', style: Tone.info | Attribute.bold },
  STARTING: { mark: '○', style: Tone.info | Attribute.bold },
  RUNNING: { mark: '●', style: Tone.ok | Attribute.bold },
  PAUSING: { mark: '‖', style: warn },
  PAUSED: { mark: '‖', style: warn },
  DRAINING: { mark: '‖', style: warn },
  STOPPING: { mark: '■', style: warn },
  STOPPED: { mark: '■', style: warn },
  DONE: { mark: '■', style: Tone.ok | Attribute.bold },
  FAILED: { mark: '✗', style: Tone.bad | Attribute.bold },
};

/** Whether the run has come to its end. */
export const isOver = (phase: RunPhase): boolean =>
  phase === 'DONE' || phase === 'STOPPED' || phase === 'FAILED';
