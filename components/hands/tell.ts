import type { ConsoleStore } from '../console-store.ts';

/** How long something is told, where no key takes it away before. */
const toldMs = 5_000;

/** Says in the footer what came of something. */
export function tell(store: ConsoleStore, text: string): void {
  store.update({ notice: { kind: 'told', text, untilMs: performance.now() + toldMs } });
}
