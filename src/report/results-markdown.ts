import type { ResultLine } from './result-line.ts';

/**
 * A result as a section for people: its task as the heading, its figures in a line, and its answer as it
 * is, or laid out where it matches a schema.
 *
 * @param level of the heading
 */
export function markdownSection(line: ResultLine, level = 2): string {
  const { task, status, text, error, output } = line;
  const answer = output === undefined ? text : fenced(JSON.stringify(output, null, 2));
  const body = answer ?? (error === null ? '' : `> ${error.class}: ${error.message}`);
  const parts = [`${'#'.repeat(level)} ${heading(task)} · ${status}`, figures(line), body.trim()];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n\n`;
}

function figures(line: ResultLine): string {
  const { agent, usage, cost_usd, duration_ms, attempts, route, cached } = line;
  const words = [
    agent === null ? null : `\`${agent}\``,
    route === null ? null : `\`${route}\``,
    usage === null ? null : `${(usage.estimated ? '~' : '') + usage.output_tokens} tokens`,
    cost_usd === null ? null : money(cost_usd),
    duration_ms === null ? null : `${(duration_ms / 1000).toFixed(1)} s`,
    cached === undefined ? null : `answered in run \`${cached.run}\``,
    attempts > 1 ? `${attempts} tries` : null,
  ];
  return words.filter((word) => word !== null).join(' · ');
}

/** A fence is longer than any in what it holds. */
function fenced(json: string): string {
  const longest = Math.max(2, ...(json.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}json\n${json}\n${fence}`;
}

/** Cents, and below a cent as much as says something. */
function money(usd: number): string {
  if (usd === 0 || usd >= 0.01) return `$${usd.toFixed(2)}`;
  return usd < 0.000001 ? '<$0.000001' : `$${usd.toFixed(6)}`;
}

/** An id may be any text; a heading is one line. */
function heading(id: string): string {
  return id.replace(/\s+/g, ' ').trim();
}
