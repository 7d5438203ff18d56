import { count, duration, money, percent, plural } from './figure-words.ts';
import { oneLine } from './markdown-table.ts';
import type { PartFigures, ReportFacts } from './report-facts.ts';

/** Limits that a report names. */
const mostLimits = 5;

/** What the run was, and what became of it. */
export function runSection(facts: ReportFacts): string {
  const { runId, name, preset, startedAt, version, work } = facts;
  const rows = [
    `# ${oneLine(name)}`,
    '',
    `- Run: \`${runId}\`, preset ${preset}, swarmdeck ${version}`,
    `- Begun: ${startedAt.slice(0, 19).replace('T', ' ')} UTC`,
    `- Work: ${plural(facts.tasks.total, 'task')}, ${oneLine(work)}`,
    `- Ended: ${endWords(facts)}`,
    `- Tasks: ${taskWords(facts)}`,
  ];
  return `${rows.join('\n')}\n\n`;
}

/** What it took: every figure is from the record, and what is not known is said to be unknown. */
export function figuresSection(facts: ReportFacts): string {
  const { metrics } = facts;
  const { latency_ms: latency, first_token_ms: first, usage, retries } = metrics;
  const cached = usage.cache_read_tokens + usage.cache_write_tokens;
  const rows = [
    ['Success', metrics.success_rate === null ? 'unknown' : percent(metrics.success_rate)],
    ['Time', duration(metrics.total_duration * 1000)],
    ['A task', metrics.average_duration === null ? 'unknown' : taskTime(metrics)],
    ['Throughput', metrics.throughput],
    ...cacheRows(metrics),
    ['Calls', `${count(metrics.calls)}, at most ${count(metrics.peak_concurrency)} at once`],
    [
      'Tokens',
      `${usage.estimated ? 'about ' : ''}${count(usage.input_tokens + cached)} in${cached > 0 ? `, ${count(usage.cache_read_tokens)} of them from a cache of the provider` : ''}; ${count(usage.output_tokens)} out${usage.estimated ? ' (not all were reported: the rest is estimated)' : ''}`,
    ],
    ['Cost', costWords(facts)],
    ['Latency', `p50 ${ms(latency.p50)}, p95 ${ms(latency.p95)}, p99 ${ms(latency.p99)}`],
    ['First token', `p50 ${ms(first.p50)}, p95 ${ms(first.p95)}`],
    ['Retries', retryWords(retries)],
    ['Limited by', limitWords(metrics)],
  ];
  return `## Figures\n\n${rows.map(([title, words]) => `- ${title}: ${words}`).join('\n')}\n\n`;
}

/** Money that is known, and what it leaves out. */
export function partCost({ costNanoUsd, unpriced }: PartFigures): string {
  if (unpriced === 0) return money(costNanoUsd);
  return costNanoUsd === 0 ? 'unknown' : `≥${money(costNanoUsd)}`;
}

export function ms(value: number | null): string {
  if (value === null) return 'unknown';
  return value < 1000 ? `${Math.round(value)} ms` : duration(value);
}

function endWords({ standing, phase, reason, exitCode }: ReportFacts): string {
  if (standing === 'running') return 'not yet, it is running: this is how it stands now';
  if (standing === 'cut') return 'its process ended before it did; it can be gone on with';
  const why = reason === null ? '' : `, ${oneLine(reason)}`;
  return `${phase}${why} (exit code ${exitCode})`;
}

function taskWords({ tasks, standing }: ReportFacts): string {
  const parts: [number, string][] = [
    [tasks.failed, 'failed'],
    [tasks.poison, 'poison'],
    [tasks.cancelled, 'cancelled'],
    [tasks.skipped, 'skipped'],
    [tasks.queued, standing === 'running' ? 'to come' : 'not done'],
  ];
  const others = parts.filter(([amount]) => amount > 0);
  return [`${count(tasks.done)} done`, ...others.map(([n, word]) => `${count(n)} ${word}`)].join(
    ', ',
  );
}

function taskTime({
  average_duration: average,
  min_duration: least,
  max_duration: most,
}: ReportFacts['metrics']): string {
  const [mean, low, high] = [average, least, most].map((seconds) => ms((seconds ?? 0) * 1000));
  return `${mean} on average, ${low} to ${high}`;
}

function costWords({ routes, simulated, metrics }: ReportFacts): string {
  const known = routes.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0);
  const unpriced = routes.reduce((sum, part) => sum + part.unpriced, 0);
  const parts: string[] = [];
  if (known > 0 || unpriced === 0) parts.push(money(known));
  if (simulated) parts.push('simulated, nobody is billed');
  if (unpriced > 0) parts.push(`unknown for ${plural(unpriced, 'call')} without a known price`);
  const { uncertain_usd: uncertain } = metrics;
  if (uncertain !== null && uncertain > 0)
    parts.push(`up to ${money(uncertain * 1e9)} more for calls whose end or usage nobody told`);
  return parts.join('; ');
}

function cacheRows({ cache }: ReportFacts['metrics']): string[][] {
  if (cache.lookups === 0) return [];
  const share = percent(cache.hit_rate);
  const words = `${count(cache.hits)} of ${plural(cache.lookups, 'task')} (${share})`;
  return [['Answered by earlier runs', `${words}, without a call`]];
}

function retryWords({ count: retries, by_class, wait_seconds }: ReportFacts['metrics']['retries']) {
  if (retries === 0) return '0';
  const classes = Object.entries(by_class).map(([name, times]) => `${name} ${count(times)}`);
  return `${count(retries)} (${classes.join(', ')}), ${duration(wait_seconds * 1000)} of waits`;
}

/** The longest first; a hold of no length is no limit. */
function limitWords({ limited_by, total_duration }: ReportFacts['metrics']): string {
  const told = limited_by
    .filter(({ seconds }) => seconds >= total_duration / 100)
    .slice(0, mostLimits)
    .map(({ limit, seconds }) => {
      const share = percent(Math.min(1, seconds / total_duration));
      return `${limit} for ${duration(seconds * 1000)} (${share} of the time)`;
    });
  return told.length === 0 ? 'nothing that could be told' : told.join('; ');
}
