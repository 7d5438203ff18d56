/** A column of a Markdown table. */
export interface TableColumn {
  readonly title: string;
  /** Numbers stand on the right. */
  readonly right?: boolean;
}

/**
 * A table of GitHub's Markdown (https://github.github.com/gfm/#tables-extension-), its last line end
 * included; empty without rows.
 */
export function markdownTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return '';
  return tableHead(columns) + rows.map(tableRow).join('');
}

/** The two lines above the rows. */
export function tableHead(columns: readonly TableColumn[]): string {
  const rule = columns.map(({ right }) => (right ? '---:' : '---'));
  return `${tableRow(columns.map(({ title }) => title))}| ${rule.join(' | ')} |\n`;
}

export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map(inCell).join(' | ')} |\n`;
}

/** A cell is one line, and a bar in it would end it. */
function inCell(text: string): string {
  return oneLine(text).replace(/[\\|]/g, '\\$&');
}

/** A text of any kind in one line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
