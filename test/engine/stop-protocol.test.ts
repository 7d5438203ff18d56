import { expect, test } from 'vitest';
import { EventLog } from '../../src/engine/event-log.ts';
import { noJournal } from '../../src/engine/journal.ts';
import { StopProtocol } from '../../src/engine/stop-protocol.ts';
import type { RunEventType } from '../../src/state/events.ts';
import { RunState } from '../../src/state/run-state.ts';

function stopping() {
  const state = new RunState();
  const events: RunEventType[] = [];
  const log = new EventLog({ ...noJournal, append: ({ type }) => events.push(type) }, state, 0);
  const sockets = Promise.withResolvers<number>();
  const run = { over: false };
  const protocol = new StopProtocol({
    log,
    state,
    cutAll: () => 0,
    processes: () => 0,
    closeSockets: () => sockets.promise,
    finish: async () => {
      log.emit({ type: 'run.finished', phase: 'STOPPED', exitCode: 130, reason: null });
    },
    isOver: () => run.over,
  });
  return { protocol, events, sockets, run };
}

test('a stop is proven once the last socket is closed, and that ends the run', async () => {
  const { protocol, events, sockets } = stopping();
  protocol.begin({ mode: 'drain' }, { by: 'you' }, 0);
  expect(events).toEqual(['run.phase']);
  sockets.resolve(3);
  await expect.poll(() => events).toEqual(['run.phase', 'stop.proven', 'run.finished']);
});

test('a run that ended while a stop closed its sockets says nothing after its end', async () => {
  const { protocol, events, sockets, run } = stopping();
  protocol.begin({ mode: 'drain' }, { by: 'you' }, 0);
  run.over = true;
  sockets.resolve(3);
  await sockets.promise;
  await new Promise((resolve) => setImmediate(resolve));
  expect(events).toEqual(['run.phase']);
});
