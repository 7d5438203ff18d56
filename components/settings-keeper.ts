import type { ConsoleSettings } from '../src/settings/console-settings.ts';

/** Keys that follow each other are kept as one: a theme is looked for with several. */
const restMs = 500;

/** Keeps what the operator changes by a key, without the key waiting for a disk. */
export class SettingsKeeper {
  private readonly write: (change: Partial<ConsoleSettings>) => Promise<void>;
  private readonly onTrouble: (sentence: string) => void;
  private change: Partial<ConsoleSettings> = {};
  private timer: NodeJS.Timeout | undefined;
  private writing = Promise.resolve();

  /**
   * @param write keeps them for the next console
   * @param onTrouble takes a sentence where they could not be kept
   */
  constructor(
    write: (change: Partial<ConsoleSettings>) => Promise<void>,
    onTrouble: (sentence: string) => void,
  ) {
    this.write = write;
    this.onTrouble = onTrouble;
  }

  keep(change: Partial<ConsoleSettings>): void {
    this.change = { ...this.change, ...change };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), restMs);
  }

  /** Resolves once everything is kept, or could not be. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    const { change } = this;
    this.change = {};
    if (Object.keys(change).length > 0)
      this.writing = this.writing
        .then(() => this.write(change))
        .catch((error: unknown) =>
          this.onTrouble(
            `not kept for next time: ${error instanceof Error ? error.message : error}`,
          ),
        );
    return this.writing;
  }
}
