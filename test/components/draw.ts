import { unicodeGlyphs } from '../../components/glyphs.ts';
import { CellBuffer } from '../../components/painter/cell-buffer.ts';
import { CellView } from '../../components/painter/cell-view.ts';
import { rowsOf } from '../../components/painter/cells-to-text.ts';
import { AgentsLineup } from '../../components/panes/agents-lineup.ts';
import { type AgentsView, newAgentsView } from '../../components/panes/agents-view.ts';
import { noRoster, type Roster, rosterOf } from '../../components/panes/grid-roster.ts';
import { newLogView } from '../../components/panes/log-view.ts';
import { newChartsView } from '../../components/parts/charts-view.ts';
import type { Scene } from '../../components/scene.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';

/** The agents of a snapshot as they are looked at. */
export function agentsOf(
  snapshot: RunSnapshot,
  view: Partial<AgentsView> = {},
  roster: Roster = rosterOf(snapshot, noRoster),
): AgentsView {
  const seen = { ...newAgentsView, ...view };
  const lineup = new AgentsLineup({ agentsOf: () => ({ ok: true, agents: [] }) });
  return {
    ...seen,
    lineup: lineup.of({ view: seen, filter: undefined, roster }, snapshot),
  };
}

/** A scene of a snapshot, with nothing asked and nothing focused. */
export function sceneOf(snapshot: RunSnapshot, more: Partial<Scene> = {}): Scene {
  return {
    snapshot,
    glyphs: unicodeGlyphs,
    agents: agentsOf(snapshot),
    filters: {},
    log: newLogView,
    taskId: (task) => `p-${task}`,
    focus: null,
    charts: newChartsView,
    notice: null,
    operator: 'mo',
    frame: null,
    keys: [],
    agent: null,
    ...more,
  };
}

/** What rows draw into a view of a size, as plain lines without trailing blanks. */
export function drawn(
  draw: (view: CellView, scene: Scene) => void,
  scene: Scene,
  columns: number,
  rows: number,
): string[] {
  const buffer = new CellBuffer(columns, rows);
  draw(new CellView(buffer), scene);
  return rowsOf(buffer).map((row) => row.trimEnd());
}
