import type { ConsoleStore } from '../console-store.ts';
import type { PaneName } from '../scene.ts';

/** Gives a pane the focus; where one has the whole screen, it has it from now on. */
export function focusPane(store: ConsoleStore, pane: PaneName): void {
  const { zoom } = store.get();
  store.update({ focus: pane, zoom: zoom === null ? null : pane });
}
