import type { Invariant } from '../world.ts';

/** A call whose answer nobody needs any more is cut at once, and nothing stays set aside for it. */
export const droppedIsFree: Invariant = (world) => {
  const calls = new Map<number, number>();
  let dropped: { readonly task: number; readonly agent: number } | null = null;
  /** The state has the drop when the next thing happens. */
  const look = () => {
    if (dropped === null) return null;
    const { task, agent } = dropped;
    dropped = null;
    if ((calls.get(task) ?? 0) > 0) return `task ${task} is dropped, and its call runs on`;
    const left = world.state.agents.reservedNanoUsd[agent];
    return left === 0 ? null : `task ${task} is dropped, and ${left} nano-dollars stay set aside`;
  };
  return {
    event(event) {
      const wrong = look();
      if (event.type === 'task.cancelled' && event.unneeded && event.agent >= 0) dropped = event;
      return wrong;
    },
    callBegun({ task }) {
      calls.set(task, (calls.get(task) ?? 0) + 1);
      return null;
    },
    callEnded({ task }) {
      calls.set(task, (calls.get(task) ?? 0) - 1);
      return null;
    },
    ended: look,
  };
};
