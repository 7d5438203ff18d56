/** An event as `--ui json` prints it. */
export type PostedEvent = Readonly<Record<string, unknown>>;

const mostEvents = 10_000;
const mostCharacters = 16_000_000;
/** Of one post. */
export const batchEvents = 500;
const batchCharacters = 1_000_000;
/** What an event takes besides its texts, about. */
const usualCharacters = 400;

/** Events that wait to be posted. It is bounded: where there are too many the oldest are dropped. */
export class EventQueue {
  /** Events that were dropped. */
  lost = 0;
  private events: PostedEvent[] = [];
  private characters = 0;

  get size(): number {
    return this.events.length;
  }

  add(event: PostedEvent): void {
    this.events.push(event);
    this.characters += charactersOf(event);
    if (this.events.length > mostEvents || this.characters > mostCharacters) this.drop();
  }

  /** The oldest ones, as many as go into one post; at least one. */
  take(): PostedEvent[] {
    let characters = 0;
    let count = 0;
    while (count < Math.min(batchEvents, this.events.length) && characters < batchCharacters)
      characters += charactersOf(this.events[count++]);
    this.characters -= characters;
    return this.events.splice(0, count);
  }

  /** A tenth at once: dropped one by one, each would move all the others. */
  private drop(): void {
    const dropped = this.events.splice(0, Math.ceil(this.events.length / 10));
    for (const event of dropped) this.characters -= charactersOf(event);
    this.lost += dropped.length;
  }
}

function charactersOf(event: PostedEvent): number {
  let characters = usualCharacters;
  for (const field in event) {
    const value = event[field];
    if (typeof value === 'string') characters += value.length;
  }
  return characters;
}
