import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Frame, type Front, type Load, type MeasuredRun, measureRun } from './measured-run.ts';

const seconds = Number(process.env.SECONDS ?? 60);
/** The one scenario that is wanted, by its agents; all when left out. */
const wanted = process.env.AGENTS;
const warmSeconds = 20;

interface Scenario extends Load {
  readonly frameGoalMs: number;
  readonly memoryGoal: string;
  readonly why: string;
}

const scenarios: readonly Scenario[] = [
  {
    agents: 500,
    tasks: 20_000,
    chunksPerSecond: 10,
    answerSeconds: { min: 10, max: 30 },
    warmSeconds,
    seconds,
    frameGoalMs: 4,
    memoryGoal: '≤ 170, better 150',
    why: '',
  },
  {
    agents: 10_000,
    tasks: 60_000,
    chunksPerSecond: 1,
    answerSeconds: { min: 60, max: 120 },
    warmSeconds,
    seconds,
    frameGoalMs: 5,
    memoryGoal: '',
    why: ', as many as simulator and engine carry on two cores',
  },
];

/** What the console costs: the real program in a pseudo-terminal, beside the same rows drawn by Ink alone. */
export async function consoleBench(): Promise<void> {
  execFileSync('tsc', ['-p', fileURLToPath(new URL('./programs', import.meta.url))]);
  for (const scenario of scenarios) {
    if (wanted !== undefined && wanted !== String(scenario.agents)) continue;
    const { agents, chunksPerSecond, tasks, why } = scenario;
    console.log(
      `\nconsole: 200×60, Unicode, true colour, ${thousands(agents)} agents streaming ${chunksPerSecond} chunks a second each${why}; ${thousands(tasks)} tasks, ${seconds} s`,
    );
    const fronts: readonly Front[] = ['headless', 'console', 'plain Ink'];
    const runs = new Map<Front, MeasuredRun>();
    for (const front of fronts) runs.set(front, await measureRun(front, scenario));
    print(scenario, runs);
  }
}

type Figure = (run: MeasuredRun, headless: MeasuredRun) => string;

function print(scenario: Scenario, runs: ReadonlyMap<Front, MeasuredRun>): void {
  const headless = runs.get('headless');
  if (headless === undefined) throw new Error('nothing to compare with');
  const span = warmSeconds + seconds;
  const rows: readonly (readonly [name: string, figure: Figure, goal: string])[] = [
    ['frame, median ms', ({ frames }) => ms(frames.map(wall), 0.5), `≤ ${scenario.frameGoalMs}`],
    ['frame, p95 ms', ({ frames }) => ms(frames.map(wall), 0.95), ''],
    // A mean, because the kernel counts a thread's CPU in steps that are longer than a frame.
    ['frame, CPU, mean ms', ({ frames }) => blank(cpuOf(frames) / frames.length, 1), ''],
    ['frames a second', ({ frames }) => blank(frames.length / seconds, 1), '10'],
    ['renders by Ink', ({ inkRenders }) => String(inkRenders), ''],
    ['bytes a frame', ({ bytesPerFrame }) => blank(bytesPerFrame, 0), ''],
    ['of a core: frames alone', ({ frames }) => percent(cpuOf(frames) / seconds / 1_000), ''],
    [
      'of a core: beyond headless',
      (run) => (run === headless ? '' : percent(run.cpuShare - headless.cpuShare)),
      '≤ 12 %',
    ],
    ['of a core: whole process', ({ cpuShare }) => percent(cpuShare), ''],
    ...[10, span / 2, span].map(
      (second) =>
        [
          `resident after ${second} s, MB`,
          ({ memory }: MeasuredRun) => memory.at(second).toFixed(0),
          '',
        ] as const,
    ),
    ['resident at most, MB', ({ peakMb }) => peakMb.toFixed(0), scenario.memoryGoal],
    ['chunks a second', ({ chunksPerSecond }) => chunksPerSecond.toFixed(0), ''],
    ['of headless', (run) => (run.chunksPerSecond / headless.chunksPerSecond).toFixed(3), '≥ 0.97'],
    ...['cursor', 'zoom', 'back', 'help', 'typing'].map(
      (key) =>
        [
          `key to screen, p50 p95 ms: ${key}`,
          ({ keys }: MeasuredRun) => {
            const taken = keys?.get(key) ?? [];
            return [ms(taken, 0.5), ms(taken, 0.95)].join(' ').trim();
          },
          'p95 ≤ 30',
        ] as const,
    ),
  ];
  const cells = (words: readonly string[]) => words.map((word) => word.padStart(10)).join(' ');
  console.log(`${' '.repeat(34)} ${cells([...runs.keys()])}  goal`);
  for (const [name, figure, goal] of rows)
    console.log(
      `${name.padEnd(34)} ${cells([...runs.values()].map((run) => figure(run, headless)))}  ${goal}`,
    );
}

function ms(values: readonly number[], share: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
  return sorted.length === 0 ? '' : sorted[at].toFixed(1);
}

function blank(value: number, digits: number): string {
  return value > 0 ? value.toFixed(digits) : '';
}

const wall = (frame: Frame): number => frame.ms;
const cpuOf = (frames: readonly Frame[]): number =>
  frames.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
const percent = (share: number): string => (share === 0 ? '' : `${(share * 100).toFixed(1)} %`);
const thousands = (n: number): string => n.toLocaleString('en');
