/** From so many columns on, the text stands beside the list. */
const sideBySide = 140;
const footerRows = 2;
const gap = 2;

export interface Area {
  readonly width: number;
  readonly height: number;
}

/** Where the parts of the results screen stand; each of list and text begins with its rule. */
export interface ResultsLayout {
  readonly header: number;
  readonly beside: boolean;
  readonly gap: number;
  readonly list: Area;
  readonly text: Area;
  readonly footer: number;
}

/** @param whole the text has the place of the list too */
export function resultsLayout(columns: number, rows: number, whole: boolean): ResultsLayout {
  const header = rows >= 8 ? 1 : 0;
  const footer = rows >= 12 ? footerRows : Math.min(1, rows);
  const body = Math.max(0, rows - header - footer);
  const none = { width: 0, height: 0 };
  const of = (list: Area, text: Area, beside = false) => ({
    header,
    footer,
    gap,
    beside,
    list,
    text,
  });
  if (whole) return of(none, { width: columns, height: body });
  if (columns >= sideBySide) {
    const width = Math.floor((columns - gap) * 0.56);
    const list = { width, height: body };
    return of(list, { width: columns - gap - width, height: body }, true);
  }
  // A list of a few lines with no text below it says more than half of each.
  if (body < 10) return of({ width: columns, height: body }, none);
  const height = Math.max(6, Math.round(body * 0.45));
  return of({ width: columns, height }, { width: columns, height: body - height });
}
