import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drawRoutes } from '../../components/panes/routes-rows.ts';
import { openPastRun } from '../../src/cli/past-run.ts';
import { openRun } from '../../src/store/open-run.ts';
import { drawn, sceneOf } from '../components/draw.ts';
import { directory, eachTestInTerminal, openConsole, simulator } from './console-on-simulator.ts';

eachTestInTerminal();

const bar = /pulling ▓+░* (\d+) % of 638 MB/;

test('a missing model is seen to be fetched and loaded, and a replay shows the same', async () => {
  simulator.configure({ modelPullMs: 2_500, modelLoadMs: 400 });
  const run = ['run', '--provider', 'ollama', '--model', 'unpulled-tiny', '--prompt', 'Hello?'];
  const terminal = openConsole([...run, '--repeat', '4', '--agents', '2', '--out', 'out'], {
    env: { OLLAMA_URL: simulator.url },
  });
  const [row, percent] = bar.exec(await terminal.shows(bar)) ?? [];
  await terminal.shows(/ {2}loading unpulled-tiny {2}/);
  expect(await terminal.shows(/DONE/)).toMatch(/ {2}4 calls {2}100 %/);
  terminal.press('q');
  expect(await terminal.ended).toBe(0);

  const out = join(directory.path, 'out');
  const opened = openRun(out);
  const told = [...opened.events()].find(
    (event) => event.type === 'model.pulling' && event.percent === Number(percent),
  );
  opened.store.close();
  const past = await openPastRun(out, () => {});
  await past.replay?.to(told?.t ?? -1);
  expect(drawn(drawRoutes, sceneOf(past.snapshot()), 36, 5)[2]).toBe(`  ${row}`);
  past.replay?.close();
});
