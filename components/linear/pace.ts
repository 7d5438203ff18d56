import { plural } from '../parts/format.ts';

const usualSeconds = 10;
const mostSeconds = 3_600;

/** Words that say how often the run is told of by itself. */
export const paceWords = [
  { word: 'every', usage: 'SECONDS', says: 'how often changes are told, where there are any' },
  { word: 'quiet', usage: '', says: 'tell only of states, alerts, breakers and the end' },
] as const;

/** How often changes are told by themselves. */
export class Pace {
  /** Null where they are not. */
  private seconds: number | null = usualSeconds;
  private lastMs = performance.now();

  /** Takes `every 5` and `quiet`. @returns what is said to it; null where the line is another */
  take(line: string): string | null {
    const [word, number, ...rest] = line.split(/\s+/);
    if (line === 'quiet') {
      this.seconds = null;
      return 'Quiet: only states, alerts, breakers and the end are told. every 10 ends that.';
    }
    if (word !== 'every' || rest.length > 0) return null;
    if (number === undefined) return this.words();
    const seconds = Number(number);
    if (!(seconds >= 1 && seconds <= mostSeconds))
      return 'every takes seconds, from 1 to 3,600, as every 5.';
    this.seconds = seconds;
    this.lastMs = performance.now();
    return this.words();
  }

  /** Whether it is time to tell what changed. */
  isDue(): boolean {
    if (this.seconds === null) return false;
    const now = performance.now();
    if (now - this.lastMs < this.seconds * 1_000) return false;
    this.lastMs = now;
    return true;
  }

  private words(): string {
    if (this.seconds === null) return 'Nothing is told by itself but states, alerts and the end.';
    return `Changes are told every ${plural(this.seconds, 'second')}.`;
  }
}
