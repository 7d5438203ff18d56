import type { Scene } from '../scene.ts';

/** The agent that the cursor is shown on; null where none is, because another pane has the focus. */
export function shownCursor({ focus, agents }: Scene): number | null {
  return focus === 'agents' ? agents.cursor : null;
}
