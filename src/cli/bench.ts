import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadEnvironment } from '../spec/environment.ts';
import { isSimulated } from '../spec/is-simulated.ts';
import { loadSpecDocument } from '../spec/spec-document.ts';
import { makeDirectory } from '../store/make-directory.ts';
import { agreed, benchCost, costWords } from './bench/bench-cost.ts';
import { benchDryRun } from './bench/bench-dry-run.ts';
import { benchJson } from './bench/bench-json.ts';
import type { BenchOptions } from './bench/bench-options.ts';
import { BenchPlace } from './bench/bench-place.ts';
import { planBench } from './bench/bench-plan.ts';
import { needPresetName } from './bench/bench-presets.ts';
import { benchReport } from './bench/bench-report.ts';
import type { BenchResult } from './bench/bench-result.ts';
import { offerPreset } from './bench/offer-preset.ts';
import { runSteps } from './bench/run-steps.ts';
import { showsUnicode } from './bench/shows-unicode.ts';
import { type CpuProfile, startCpuProfile } from './cpu-profile.ts';
import type { Streams } from './front-end.ts';
import { closeOnSignals, signals } from './signals.ts';

/**
 * `swarmdeck bench [SPEC]`: the same questions one after the other and in parallel, then at several
 * numbers of calls at once. Gives the exit code.
 *
 * @throws UsageError where nothing was run
 */
export async function benchCommand(
  specPath: string | undefined,
  options: BenchOptions,
  streams: Streams,
): Promise<number> {
  if (options.savePreset !== undefined) needPresetName(options.savePreset);
  const place = new BenchPlace(options.out);
  const environment = loadEnvironment();
  const specFile = specPath === undefined ? null : await loadSpecDocument(specPath);
  const plan = await planBench(specFile, options, environment);
  const cost = await benchCost(plan);
  const words = costWords(cost, plan.budgetUsd);
  if (options.dryRun) {
    streams.stdout.write(benchDryRun(plan, words));
    return 0;
  }
  const unicode = await showsUnicode(process.env);
  const closing = closeOnSignals(signals);
  try {
    if (!cost.free && !(await agreed(words, options.yes ?? false, closing.signal))) {
      streams.stderr.write('Nothing was called.\n');
      return closing.exitCode ?? 130;
    }
    const profile = options.cpuProf ? await startCpuProfile() : null;
    const result = await runSteps(plan, {
      ...{ environment, directory: place.directory(), closing, stderr: streams.stderr },
      yes: options.yes ?? false,
      facts: { simulated: isSimulated(plan.sequential.spec.routes), estimateNanoUsd: cost.nanoUsd },
    });
    show(result, options, unicode, streams);
    await keep(result, options, place, profile, streams);
    await offerPreset(result, options, streams.stderr, closing.signal);
    return result.exitCode;
  } finally {
    place.clear();
    closing.letGo();
  }
}

function show(
  result: BenchResult,
  { json }: BenchOptions,
  unicode: boolean,
  { stdout }: Streams,
): void {
  stdout.write(
    json ? `${JSON.stringify(benchJson(result), null, 2)}\n` : benchReport(result, unicode),
  );
}

async function keep(
  result: BenchResult,
  { out }: BenchOptions,
  place: BenchPlace,
  profile: CpuProfile | null,
  { stderr }: Streams,
): Promise<void> {
  if (out !== undefined) {
    makeDirectory(place.directory());
    const file = join(place.directory(), 'bench.json');
    writeFileSync(file, `${JSON.stringify(benchJson(result), null, 2)}\n`);
    stderr.write(`${file}, and the record of each run beside it\n`);
  }
  if (profile === null) return;
  // Without a directory to keep, it is kept where the operator is: it was asked for.
  const time = result.startedAt.replace(/[-:]|\.\d+/g, '');
  const file =
    out === undefined
      ? resolve(`swarmdeck-bench-${time}.cpuprofile`)
      : join(place.directory(), 'bench.cpuprofile');
  stderr.write(`${await profile.writeTo(file)}\n`);
}
