import { money } from './format.ts';
import { sanitized } from './sanitized.ts';

/** Sizes in decimal units, as disks are sold: `912 B`, `3.4 MB`. */
export function bytes(size: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = size;
  let unit = 0;
  // 999.95 would round to a four-digit number.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 9.95 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** A time ago in its largest unit: `12s`, `5m`, `3h`, `30d`. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}

/** Dollars; `–` where no price is known, `≥` where some are not. */
export function cost(run: { costNanoUsd: number; unpriced: number }): string {
  if (run.unpriced > 0 && run.costNanoUsd === 0) return '–';
  return `${run.unpriced > 0 ? '≥' : ''}${money(run.costNanoUsd)}`;
}

/** Rows in columns two blanks apart, with a line of titles. */
export function table(
  columns: readonly { readonly title: string; readonly right?: boolean }[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => row.map(sanitized))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index].length)));
  const text = lines.map((line) =>
    line
      .map((cell, index) =>
        columns[index].right ? cell.padStart(widths[index]) : cell.padEnd(widths[index]),
      )
      .join('  ')
      .trimEnd(),
  );
  return `${text.join('\n')}\n`;
}
