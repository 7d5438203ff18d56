/**
 * Who takes the results of a run as they come, and may be slower than it: while what waits unread is
 * as much as was agreed, no call is sent. Calls in flight end; their results wait too.
 */
export class ReaderHold {
  /** What is full, in words; null while there is room. */
  full: string | null = null;
  /** Told when there is room again; the dispatcher's. */
  onRoom: () => void = () => {};

  /** @param full what is full, in words that do not change while it is; null where there is room */
  set(full: string | null): void {
    const hadRoom = this.full === null;
    this.full = full;
    if (full === null && !hadRoom) this.onRoom();
  }
}
