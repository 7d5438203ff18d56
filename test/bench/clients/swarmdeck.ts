import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { keepHeapSmall } from '../../../src/cli/heap.ts';
import { plainFrontEnd } from '../../../src/cli/plain-front-end.ts';
import { Session } from '../../../src/cli/session.ts';
import { compilePlan } from '../../../src/plan/compile-plan.ts';
import { benchSpec } from '../bench-spec.ts';
import { clientOptions, Meter } from '../measure.ts';

/** swarmdeck with everything on, headless: engine, gates, record, log, plain lines, files at the end. */
keepHeapSmall();
const options = clientOptions();
const directory = mkdtempSync(join(tmpdir(), 'swarmdeck-bench-'));
const spec = benchSpec({
  url: options.url,
  agents: options.concurrency,
  tasks: options.warmUp + options.calls,
  out: join(directory, 'run'),
});
const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });

const session = await Session.open({ spec, plan: compilePlan(spec), environment: {} });
const frontEnd = plainFrontEnd(session, { stdout: nowhere, stderr: nowhere }, { verbose: false });
const meter = new Meter();
let ended = 0;
session.engine.onEvent((event) => {
  if (event.type === 'task.failed') throw new Error(event.message);
  if (event.type !== 'task.finished') return;
  if (event.usage.outputTokens !== options.tokens) throw new Error('an answer is not whole');
  if (++ended === options.warmUp) meter.begin();
});
session.engine.start();
frontEnd.end(await session.finish());
meter.report('swarmdeck', options.calls);
rmSync(directory, { recursive: true });
