import { moneyWords } from '../../cost/money-words.ts';
import { count, plural } from '../format.ts';
import { table } from '../runs-format.ts';
import { sanitizedLines } from '../sanitized.ts';
import { benchChart, milliseconds } from './bench-chart.ts';
import type { BenchResult } from './bench-result.ts';
import { atOnceWords, rate, times } from './bench-words.ts';
import { kneeLines } from './knee-words.ts';
import type { Measured } from './measured.ts';

/** What a benchmark came to, for people: within 80 columns, and without colours. */
export function benchReport(result: BenchResult, unicode: boolean): string {
  const { levels, knee, parallel, sequential } = result;
  const sections = [
    heading(result),
    ...(sequential === null ? [] : [`Sequential against parallel\n${indent(comparison(result))}`]),
    ...(levels.length === 0 ? [] : [`Calls at once\n${indent(levelTable(levels))}`]),
    ...(levels.length < 2 ? [] : [indent(benchChart(levels, knee?.at.atOnce ?? null, unicode))]),
    ...(knee === null ? unknownKnee(result) : [kneeLines(knee, levels).join('\n')]),
    ...(sequential === null
      ? []
      : [
          `Seconds by phase, of all calls\n${indent(phaseTable([sequential, parallel, knee?.at]))}`,
        ]),
    closing(result),
  ];
  const text = `${sections.map((section) => section.trimEnd()).join('\n\n')}\n`;
  // The only marks beside the bars that ASCII does not have.
  return sanitizedLines(unicode ? text : text.replaceAll('–', '-').replaceAll('→', '->'));
}

function heading({ plan, simulated }: BenchResult): string {
  const { routes, preset } = plan.sequential.spec;
  const names = routes.map(({ name }) => name).join(', ');
  const billed = simulated ? ' (simulated, nobody is billed)' : '';
  return [`bench  ${names}, preset ${preset}${billed}`, `  ${plan.questions.source}`].join('\n');
}

function comparison({ sequential, parallel, comparison: told }: BenchResult): string {
  const runs = [sequential, parallel].filter((run) => run !== null);
  const rows = runs.map((run) => [
    atOnceWords(run),
    milliseconds(run.durationMs),
    `${rate(run.callsPerSecond)} calls/s`,
    `${count(run.done)} of ${count(run.questions)} answered`,
  ]);
  const columns = [{ title: '' }, { title: '', right: true }, { title: '', right: true }];
  const lines = table([...columns, { title: '' }], rows).trim();
  return `${lines}\n\n${sentence(told, runs)}`;
}

function sentence(told: BenchResult['comparison'], [, parallel]: readonly Measured[]): string {
  if (told === null || parallel === undefined) return 'Not compared: one of the two did not end.';
  const { speedUp, savedMs, savedShare } = told;
  const failed = parallel.failed > 0 ? ', though not every question was answered' : '';
  const words = atOnceWords(parallel);
  if (savedMs <= 0) return `${words} was no faster than one at a time${failed}.`;
  const share = Math.floor(savedShare * 100);
  return `${words}: ${times(speedUp)} as fast, ${milliseconds(savedMs)} saved (${share} % of the time)${failed}.`;
}

function unknownKnee({ levels, ended }: BenchResult): string[] {
  if (levels.length === 0 || ended === null) return [];
  return ['The knee is not known: not every level was measured.'];
}

function levelTable(levels: readonly Measured[]): string {
  const right = true;
  const columns = [
    { title: 'at once', right },
    { title: 'time', right },
    { title: 'calls/s', right },
    { title: 'tokens/s', right },
    { title: 'p50', right },
    { title: 'p95', right },
    { title: 'failed', right },
    { title: '429', right },
    { title: 'cost', right },
  ];
  const rows = levels.map((level) => [
    String(level.atOnce),
    milliseconds(level.durationMs),
    rate(level.callsPerSecond),
    count(level.tokensPerSecond),
    milliseconds(level.latencyMs.p50),
    milliseconds(level.latencyMs.p95),
    count(level.failed),
    count(level.throttled),
    dollars(level.costUsd),
  ]);
  return table(columns, rows);
}

/** Each run once, though the best level may be the parallel run itself. */
function phaseTable(runs: readonly (Measured | null | undefined)[]): string {
  const shown = new Set(runs.filter((run) => run !== null && run !== undefined));
  const phases = ['queue', 'gate', 'connect', 'wait', 'stream', 'tool'] as const;
  const rows = [...shown].map((run) => [
    atOnceWords(run),
    ...phases.map((phase) => run.metrics.seconds_by_phase[phase].toFixed(2)),
  ]);
  return table([{ title: '' }, ...phases.map((title) => ({ title, right: true }))], rows);
}

function closing({ calls, costUsd, simulated, ended, sequential }: BenchResult): string {
  const cost = costUsd === null ? 'unknown' : dollars(costUsd);
  const kept = sequential === null ? '' : ', the warm-up with them';
  return [
    `cost   ${cost} for ${plural(calls, 'call')}${kept}${simulated ? '; simulated' : ''}`,
    ...(ended === null ? [] : [`ended  ${ended}`]),
  ].join('\n');
}

function dollars(usd: number | null): string {
  return usd === null ? '–' : moneyWords(usd * 1e9);
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
