/** `npm run screens`: every screen of the console as text in three sizes, and one as a picture, from a real run. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PseudoTerminal } from '../helpers/pseudo-terminal.ts';
import { setStage } from './stage.ts';
import { endedSteps, launchSteps, liveSteps, type Step } from './steps.ts';
import { svgOf } from './svg.ts';

const sizes = [
  [80, 24],
  [120, 40],
  [200, 60],
] as const;
const pictured = { name: 'run', columns: 120 };
const folder = fileURLToPath(new URL('../../docs/screens', import.meta.url));
/** Calm panes change twice a second; after so long they have all been drawn. */
const drawnMs = 1_200;
/** Charts and the adaptive limit need something to show. */
const underWayMs = 60_000;

mkdirSync(folder, { recursive: true });
const stage = await setStage();
const open = (args: readonly string[]) =>
  new PseudoTerminal(stage.directory, args, { colorTerm: 'truecolor' });
try {
  const launch = open([]);
  await launch.shows('› light');
  await capture(launch, launchSteps);
  launch.close();

  const run = open(['run', stage.spec]);
  await run.shows('RUNNING');
  await sleep(underWayMs);
  await capture(run, liveSteps);
  await stage.hurry();
  await run.shows('DONE');
  await capture(run, endedSteps);
  run.press('q');
  await run.ended;
  run.close();
} finally {
  await stage.clear();
}

async function capture(terminal: PseudoTerminal, steps: readonly Step[]): Promise<void> {
  for (const { name, keys, shows, back } of steps) {
    for (const key of keys) {
      terminal.press(key);
      await sleep(100);
    }
    for (const [columns, rows] of sizes) {
      terminal.resize(columns, rows);
      await sleep(drawnMs);
      await terminal.shows(shows);
      save(`${name}-${columns}x${rows}.txt`, plain(terminal));
      if (name === pictured.name && columns === pictured.columns)
        save(`${name}.svg`, svgOf(terminal, 'The run screen of swarmdeck'));
    }
    for (const key of back) {
      terminal.press(key);
      await sleep(200);
    }
    console.log(name);
  }
}

function save(name: string, text: string): void {
  const ours = [process.cwd(), homedir(), hostname()];
  const told = ours.find((word) => word.length > 1 && text.includes(word));
  if (told !== undefined) throw new Error(`${name} tells of this machine: ${told}`);
  writeFileSync(`${folder}/${name}`, text);
}

/** Blanks at the ends of lines are not seen. */
function plain(terminal: PseudoTerminal): string {
  return `${terminal
    .rows()
    .map((row) => row.trimEnd())
    .join('\n')}\n`;
}
