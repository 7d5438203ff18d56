import { keptBack } from '../../../../src/state/kept-back.ts';
import type { Invariant } from '../world.ts';

/** Longer than the longest back-off, the longest wait that a server asks for and a breaker's recovery. */
const longestWaitMs = 90_000;

/** A run that nobody has paused or stopped, and of which nothing is held back, never stands still for longer than something makes it wait. */
export const getsOn: Invariant = (world) => {
  const { book } = world;
  let movedAt = performance.now();
  const moved = () => {
    movedAt = performance.now();
    return null;
  };
  return {
    asked: moved,
    callBegun: moved,
    callEnded: moved,
    event(event) {
      if (event.type === 'run.resumed' || world.rules.paused || book.inFlight > 0) return moved();
      if (keptBack(world.state) > 0) return moved();
      // An hour that is used up is waited for.
      if (world.state.routes.some(({ heldUntilT }) => (heldUntilT ?? 0) > event.t)) return moved();
      const stillMs = performance.now() - movedAt;
      if (stillMs < longestWaitMs) return null;
      return `nothing has been sent for ${Math.round(stillMs / 1000)} s, ${world.state.queued} tasks wait`;
    },
  };
};
