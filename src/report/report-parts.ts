import { count } from './figure-words.ts';
import { markdownTable, type TableColumn } from './markdown-table.ts';
import type { PartFigures, ReportFacts } from './report-facts.ts';
import { ms, partCost } from './report-figures.ts';

/** A report is to be read: of roles by the hundred the first ones are told. */
const mostParts = 50;

/** The run by role, by route and, where roles have one, by tier. */
export function partsSection({ roles, routes, tiers }: ReportFacts): string {
  const tables = [partTable('role', roles), partTable('route', routes), partTable('tier', tiers)];
  return tables.filter((table) => table !== '').join('');
}

function partTable(word: string, parts: readonly PartFigures[]): string {
  if (parts.length === 0) return '';
  const columns: TableColumn[] = [
    { title: word },
    ...['done', 'failed', 'calls', 'tokens in', 'tokens out', 'cost', 'a call'].map((title) => ({
      title,
      right: true,
    })),
  ];
  const rows = parts.slice(0, mostParts).map((part) => [
    part.name,
    ...[part.done, part.failed, part.calls, part.inputTokens, part.outputTokens].map(count),
    partCost(part),
    // A role that was answered from elsewhere has made none.
    part.averageCallMs === null ? '–' : ms(part.averageCallMs),
  ]);
  const more = parts.length - rows.length;
  const left = more > 0 ? `\n${count(more)} more stand in \`metrics.json\`.\n` : '';
  return `## By ${word}\n\n${markdownTable(columns, rows)}${left}\n`;
}
