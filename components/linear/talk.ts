/** What the operator is at: takes what is typed, and says what there is to be said. */
export interface Talk {
  /** Says what this is about and how it is answered. */
  begin(): void;
  /** A line was typed. */
  line(text: string): void;
  /** Ctrl-C */
  interrupt(): void;
  /** Ctrl-D */
  leave(): void;
  /** Looks at what there is to be told: several times a second. */
  tick(): void;
  /** What the end of the line may become, and the part of it that is completed. */
  complete(line: string): [candidates: string[], typed: string];
}

/** How a talk is heard. */
export interface Voice {
  /** A line is being typed: what is told waits. */
  readonly isTyping: boolean;
  /** Answers what was typed. */
  say(lines: readonly string[]): void;
  /** Tells what nobody asked for: it waits while a line is being typed. */
  tell(lines: readonly string[]): void;
}
