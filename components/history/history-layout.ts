/** Rows of the parts of the history screen, from the top. */
export interface HistoryLayout {
  /** With its rule and its line of titles. */
  readonly list: number;
  readonly detail: number;
  readonly footer: number;
  /** Runs that the list can show. */
  readonly runs: number;
}

export function historyLayout(rows: number): HistoryLayout {
  const footer = Math.min(2, rows);
  const detail = rows - footer > 4 ? 1 : 0;
  const list = Math.max(0, rows - footer - detail);
  return { list, detail, footer, runs: Math.max(1, list - 2) };
}
