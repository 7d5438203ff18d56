/** How the log is looked at. */
export interface LogView {
  readonly errorsOnly: boolean;
  /** Events there were when it was frozen: later ones are counted, not shown. Null where it runs. */
  readonly frozenAt: number | null;
  /** The line that the cursor is on, by its number; null for the newest one, whichever that is. */
  readonly cursor: number | null;
  /** The row of the window that the cursor is on: it stays there while newer lines come. */
  readonly row: number;
}

export const newLogView: LogView = { errorsOnly: false, frozenAt: null, cursor: null, row: 0 };
