import type { RunSnapshot } from '../src/state/snapshot.ts';
import type { AgentScene } from './agent/agent-scene.ts';
import type { Filters } from './filter/filter.ts';
import type { GlyphSet } from './glyphs.ts';
import type { Replay } from './live-run.ts';
import type { AgentsView } from './panes/agents-view.ts';
import type { LogView } from './panes/log-view.ts';
import type { ChartsView } from './parts/charts-view.ts';
import type { WorkloadScene } from './workload/workload-scene.ts';

export const paneNames = [
  'agents',
  'throughput',
  'routes',
  'queue',
  'cost',
  'limits',
  'log',
] as const;

export type PaneName = (typeof paneNames)[number];

/** The number in front of a pane's title, which is also its key. */
export const paneNumber = (pane: PaneName): number => paneNames.indexOf(pane) + 1;

/** What the hand was answered: shown until the engine's events say more. */
export interface Notice {
  readonly kind: 'asked' | 'refused' | 'told';
  readonly text: string;
  /** When it goes by itself, on the clock of `performance.now()`; without, with the next key. */
  readonly untilMs?: number;
}

export interface FrameFigures {
  /** Median of the last frames, ms: snapshot, drawing, difference and write. */
  readonly medianMs: number;
  readonly framesPerSecond: number;
}

/** One key of the footer, as it is shown. */
export interface FooterKey {
  readonly keys: string;
  readonly does: string;
  /** It can do nothing at the moment, and says why. */
  readonly off?: boolean;
}

/** All that a row is drawn from. Rows are functions of a scene and of the size of their view. */
export interface Scene {
  readonly snapshot: RunSnapshot;
  readonly glyphs: GlyphSet;
  readonly agents: AgentsView;
  readonly filters: Filters;
  readonly log: LogView;
  /** The name that an operator knows a task by. */
  readonly taskId: (task: number) => string;
  readonly focus: PaneName | null;
  readonly charts: ChartsView;
  readonly notice: Notice | null;
  /** Whose commands are shown as `you`. */
  readonly operator: string;
  readonly frame: FrameFigures | null;
  readonly keys: readonly FooterKey[];
  /** What the agent screen shows; null on any other. */
  readonly agent: AgentScene | null;
  /** How the tasks hang together; null where the run has no more to it than its tasks. */
  readonly workload?: WorkloadScene | null;
  /** Tools have asked for the operator's word: a line says which do. */
  readonly asked?: boolean;
  /** Where the run is one of the past. */
  readonly replay?: Replay;
}
