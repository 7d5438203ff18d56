import type { RunOutcome } from '../engine/engine-config.ts';
import { isSimulated } from '../spec/is-simulated.ts';
import type { RunSnapshot } from '../state/snapshot.ts';
import { spendByTier } from '../state/spend-by-tier.ts';
import { closedWords } from '../state/words.ts';
import type { Metrics } from '../store/metrics-schema.ts';
import { count, duration, money, percent, plural } from './format.ts';
import { sanitized } from './sanitized.ts';

/** Kinds of poison that a line has room for; all of them stand in metrics.json. */
const mostSignatures = 3;

/** What goes with the command that goes on, where the run ended because money was used up. */
const moreMoney = ', with more money as said above: else it stops again';

/**
 * The table at the end of a run. Every figure is from the record, none is a guess.
 *
 * @param decided lines on what the run decided
 */
export function summary(
  snapshot: RunSnapshot,
  metrics: Metrics,
  outcome: RunOutcome,
  directory: string,
  decided: readonly [name: string, value: string][] = [],
): string {
  const { tasks, totals } = snapshot;
  const { latency_ms: latency, first_token_ms: firstToken } = metrics;
  const left = tasks.total - tasks.ended;
  const rows: [string, string][] = [
    ['run', `${snapshot.info.runId}  ${snapshot.info.name}  ${snapshot.info.preset}`],
    ['ended', `${outcome.phase}${outcome.reason === null ? '' : `, ${outcome.reason}`}`],
    [
      'tasks',
      list([
        [tasks.done, 'done'],
        [tasks.failed - tasks.poison, 'failed'],
        [tasks.poison, 'poison'],
        [tasks.cancelled, 'cancelled'],
        [tasks.skipped, 'skipped'],
        [left, 'not done'],
      ]),
    ],
    ...poisonRow(metrics.poison),
    ...decided,
    ...chunkRow(metrics),
    ['success', percent(snapshot.successShare)],
    // Without the time between a stop or crash and the resume, like the figures below it.
    ['time', duration(metrics.total_duration * 1000)],
    ['throughput', metrics.throughput],
    ...limitRows(metrics),
    ['calls', `${count(totals.calls)}, at most ${count(totals.peakInFlight)} at once`],
    ...cacheRows(metrics.cache),
    ...toolRows(metrics.tools),
    ['retries', retryWords(totals)],
    ['latency', `p50 ${ms(latency.p50)}  p95 ${ms(latency.p95)}  p99 ${ms(latency.p99)}`],
    ['first token', `p50 ${ms(firstToken.p50)}`],
    ['tokens', tokenWords(metrics.usage, totals)],
    ['cost', costWords(snapshot)],
    ...tierRow(snapshot),
    ...budgetRows(snapshot.budget),
  ];
  const { stopProof } = snapshot;
  if (stopProof !== null) rows.push(['stop', stopWords(stopProof)]);
  if (metrics.alerts.length > 0) rows.push(['alerts', alertWords(metrics.alerts)]);
  rows.push(['files', directory]);
  const resume = `swarmdeck resume ${snapshot.info.runId}`;
  if (left > 0) rows.push(['go on', `${resume}${outcome.exitCode === 3 ? moreMoney : ''}`]);
  if (tasks.failed > 0) rows.push(['try again', `${resume} --failed`]);
  return `\n${rows.map(([name, value]) => `  ${name.padEnd(12)} ${sanitized(value)}`).join('\n')}\n`;
}

/**
 * What was reported of calls that ended well, as metrics.json has it; what came of the others before they
 * failed was counted as it came, and is in no file.
 */
function tokenWords(usage: Metrics['usage'], totals: RunSnapshot['totals']): string {
  const { cache_read_tokens, cache_write_tokens, output_tokens, estimated } = usage;
  const input = usage.input_tokens + cache_read_tokens + cache_write_tokens;
  const ofFailed = totals.outputTokens - output_tokens;
  const more = ofFailed > 0 ? ` · about ${count(ofFailed)} more out in calls that failed` : '';
  return `${estimated ? 'about ' : ''}${count(input)} in, ${count(output_tokens)} out${more}`;
}

/** Chunks of content that were read; nothing where the work is another. */
function chunkRow({ total_chunks_processed: chunks }: Metrics): [string, string][] {
  return chunks === 0 ? [] : [['chunks', `${count(chunks)} read`]];
}

/** `30 of 40 tasks answered by earlier runs (75.0 %)`; nothing where none was looked for. */
function cacheRows({ hits, lookups, hit_rate }: Metrics['cache']): [string, string][] {
  if (lookups === 0) return [];
  const words = `${count(hits)} of ${plural(lookups, 'task')} answered by earlier runs`;
  return [['cache', `${words} (${percent(hit_rate)})`]];
}

/** `80 calls, 2 failed, 12s`; nothing where no model wanted one. */
function toolRows({ calls, failures, seconds }: Metrics['tools']): [string, string][] {
  if (calls === 0) return [];
  const failed = failures === 0 ? '' : `, ${count(failures)} failed`;
  return [['tools', `${plural(calls, 'call')}${failed}, ${duration(seconds * 1000)}`]];
}

/** What held the run back, the longest first; what did for less than a twentieth is left out. */
function limitRows({ limited_by, total_duration }: Metrics): [string, string][] {
  const told = limited_by
    .filter(({ seconds }) => seconds >= total_duration / 20)
    .slice(0, 2)
    .map(({ limit, seconds }) => `${limit} for ${percentOf(seconds, total_duration)} of the time`);
  return told.length === 0 ? [] : [['limited by', told.join(', ')]];
}

function percentOf(part: number, whole: number): string {
  return `${Math.min(100, Math.round((100 * part) / whole))} %`;
}

function stopWords(proof: NonNullable<RunSnapshot['stopProof']>): string {
  const { askedT, acknowledgedT, closedT, uncertainCalls, uncertainNanoUsd } = proof;
  const bound =
    uncertainNanoUsd === null || uncertainCalls === 0 ? '' : ` ≤ ${money(uncertainNanoUsd)}`;
  return [
    `acknowledged ${ms(acknowledgedT - askedT)}`,
    `${closedWords(proof)} ${ms(closedT - askedT)}`,
    `${count(proof.tokensAfter)} tokens and ${money(proof.spentAfterNanoUsd)} since`,
    `${plural(uncertainCalls, 'call')} uncertain${bound}`,
  ].join(' · ');
}

function list(parts: [number, string][]): string {
  const shown = parts.filter(([amount, word]) => amount > 0 || word === 'done');
  return shown.map(([amount, word]) => `${count(amount)} ${word}`).join(', ');
}

/** Tasks that failed for the same reason belong together: one mend is for all of them. */
function poisonRow({ by_signature }: Metrics['poison']): [string, string][] {
  const groups = Object.entries(by_signature);
  if (groups.length === 0) return [];
  const words = groups
    .slice(0, mostSignatures)
    .map(([signature, tasks]) => `${count(tasks)} × '${signature}'`);
  const more = groups.length - words.length;
  return [['poison', [...words, ...(more > 0 ? [`${count(more)} other kinds`] : [])].join(', ')]];
}

function alertWords(alerts: Metrics['alerts']): string {
  const last = alerts.at(-1)!;
  const more = alerts.length > 1 ? `${count(alerts.length)}, the last: ` : '';
  return `${more}${last.message}${last.cleared_seconds === null ? '' : ', over'}`;
}

function retryWords(totals: RunSnapshot['totals']): string {
  if (totals.retries === 0 && totals.failures.size === 0) return '0';
  const classes = [...totals.failures]
    .map(([word, amount]) => `${word} ${count(amount)}`)
    .join(', ');
  // Not all that fails is tried again: the classes are of calls, and add up to more.
  return `${count(totals.retries)}${classes === '' ? '' : ` · calls failed: ${classes}`}`;
}

/** What each tier cost, where there are several; one with calls of unknown price says `≥`. */
function tierRow({ info, spendByRole }: RunSnapshot): [string, string][] {
  const tiers = spendByTier(info, spendByRole);
  if (tiers.length === 0) return [];
  const words = tiers.map(({ tier, spend: { costNanoUsd, unpricedCalls } }) => {
    const known = costNanoUsd === 0 && unpricedCalls > 0 ? null : costNanoUsd;
    return `${tier ?? 'no tier'} ${known !== null && unpricedCalls > 0 ? '≥' : ''}${money(known)}`;
  });
  return [['by tier', words.join(', ')]];
}

/** What a cap came to. */
function budgetRows({
  capNanoUsd,
  uncertainNanoUsd,
  freeNanoUsd,
}: RunSnapshot['budget']): [string, string][] {
  if (capNanoUsd === null) return [];
  const uncertain = uncertainNanoUsd > 0 ? ` · ${money(uncertainNanoUsd)} kept as uncertain` : '';
  return [['budget', `${money(capNanoUsd)}${uncertain} · ${money(freeNanoUsd)} left`]];
}

function costWords({ totals, budget, info }: RunSnapshot): string {
  const parts: string[] = [];
  if (totals.costNanoUsd > 0 || totals.unpricedCalls === 0) parts.push(money(totals.costNanoUsd));
  if (isSimulated(info.routes)) parts.push('simulated, nobody is billed');
  if (budget.excessNanoUsd > 0)
    parts.push(`${money(budget.excessNanoUsd)} of it beyond what had been set aside`);
  if (totals.unpricedCalls > 0) parts.push(`${count(totals.unpricedCalls)} calls of unknown price`);
  if (totals.uncertainCalls > 0) {
    const isBound = budget.uncertainNanoUsd > 0 && totals.unboundedCalls === 0;
    const most = isBound ? `, up to ${money(budget.uncertainNanoUsd)}` : '';
    parts.push(`${plural(totals.uncertainCalls, 'call')} sent of uncertain cost${most}`);
  }
  return parts.join(' · ');
}

function ms(value: number | null): string {
  if (value === null) return '–';
  return value < 1000 ? `${Math.round(value)} ms` : duration(value);
}
