import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { noBudget } from '../../src/state/budget-caps.ts';
import type { RunEventBody } from '../../src/state/events.ts';
import { openDatabase } from '../../src/store/sqlite.ts';
import { createRun, eachTestHasARun } from './fresh-run.ts';

eachTestHasARun();

/** One event of every kind that exists. */
const others: RunEventBody[] = [
  {
    type: 'run.resumed',
    at: '2026-11-21T10:00:00.000Z',
    session: 2,
    requeued: [3, 4],
    concurrency: 5,
    budget: noBudget,
  },
  { type: 'run.phase', phase: 'PAUSED', reason: null },
  { type: 'gate.held', route: 0, gate: 'rate', detail: 'requests/min', untilT: 90.5 },
  { type: 'gate.released', route: 0, gate: 'rate' },
  { type: 'breaker.changed', route: 1, to: 'open', trips: 1, probeT: 60_000, reason: '3 failures' },
  { type: 'concurrency.changed', from: 5, to: 8, by: 'you', reason: 'key' },
  { type: 'command.accepted', id: 1, command: 'concurrency 8', by: 'you', why: null },
  { type: 'command.refused', id: 2, command: 'concurrency 0', by: 'you', reason: 'at least 1' },
  { type: 'call.stage', task: 2, agent: 0, stage: 'posting batch 2 of 3' },
  {
    type: 'task.cached',
    task: 3,
    run: '20261121-091500-k3f2',
    source: 'p9',
    finishReason: 'stop',
    text: 'known',
  },
  { type: 'task.requeued', task: 2, agent: 0, cut: true, uncertain: false, outputTokens: 0 },
  {
    type: 'task.cancelled',
    task: 4,
    agent: -1,
    attempts: 0,
    durationMs: 0,
    reason: 'stop',
    uncertain: false,
    outputTokens: 0,
  },
  {
    type: 'task.cancelled',
    task: 5,
    agent: 3,
    attempts: 1,
    durationMs: 7.25,
    reason: 'stop',
    uncertain: true,
    outputTokens: 0,
  },
  {
    type: 'stop.proven',
    mode: 'now',
    askedT: 1,
    acknowledgedT: 2,
    closedT: 3,
    socketsClosed: 4,
    callsCut: 5,
    tokensAfter: 0,
    uncertainCalls: 5,
    spentAfterNanoUsd: 0,
    uncertainNanoUsd: 12,
  },
  {
    type: 'sample',
    inFlight: 5,
    queued: 1,
    outputTokens: 20,
    callsPerSecond: 1.5,
    tokensPerSecond: 20.25,
    errorsPerSecond: 0,
    p50Ms: 900,
    p95Ms: null,
    p99Ms: null,
    firstTokenP50Ms: 200,
    cpuShare: 0.1,
    rssBytes: 1e8,
    openSockets: 5,
    bytesIn: 1,
    bytesOut: 2,
    bounds: [],
  },
  { type: 'run.finished', phase: 'STOPPED', exitCode: 130, reason: 'stopped by you' },
];

describe('the event log', () => {
  test('gives every kind of event back as it was appended', () => {
    const { store, log, spec, plan } = createRun();
    log.begin(spec, plan);
    log.start(1, 0, 0);
    log.send(2.5, 0, 0, 1.25);
    log.stream(200.125, 0, 0, 197.625);
    log.finish(1000, 0, 0, { text: 'zwei\nZeilen \u0000 🐝 "quoted"', firstTokenMs: null });
    log.start(1001, 1, 3);
    log.retry(1002, 1, 3, 1, 50.5);
    log.start(1060, 1, 3, 2);
    log.fail(1100, 1, 3, 2);
    log.start(1200, 2, 1);
    log.finish(1300, 2, 1, {
      costNanoUsd: null,
      text: '',
      usage: {
        inputTokens: 0,
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
        outputTokens: 0,
        estimated: true,
      },
    });
    log.start(1400, 3, 4);
    log.poison(1450, 3, 4, 'server 500: cannot tokenise "…" at #');
    log.add(1460, { type: 'task.reopened', task: 3, by: 'you' });
    log.add(1461, { type: 'task.reopened', task: 1, by: 'you' });
    log.start(1470, 3, 4, 6);
    log.finish(1500, 3, 4, { attempts: 6 });
    for (const [index, body] of others.entries()) log.add(2000 + index / 8, body);
    expect([...store.events()]).toEqual(log.events);
    store.close();
  });

  test('holds the text of an answer once', () => {
    const { store, log, directory } = createRun();
    log.start(1, 0, 0);
    log.finish(2, 0, 0, { text: 'only here' });
    store.close();
    const database = openDatabase(join(directory, 'run.db'), { readOnly: true });
    expect(database.prepare('SELECT data FROM events WHERE seq = 2').get()!.data).toBeNull();
    expect(database.prepare('SELECT text FROM tasks WHERE task = 0').get()!.text).toBe('only here');
    database.close();
  });

  test('keeps the former answer of a task that is done a second time', () => {
    const { store, log } = createRun();
    log.start(1, 0, 0);
    log.finish(2, 0, 0, { text: 'first' });
    log.start(3, 0, 1);
    log.finish(4, 0, 1, { text: 'second', costNanoUsd: null });
    log.start(5, 0, 2);
    log.fail(6, 0, 2);
    expect([...store.events()]).toEqual(log.events);
    const row = store.database
      .prepare('SELECT status, agent, text, output_tokens FROM tasks WHERE task = 0')
      .get();
    expect({ ...row }).toEqual({ status: 'failed', agent: 2, text: null, output_tokens: null });
    store.close();
  });

  test('keeps how a task ended that is queued once more, and its row has no end', () => {
    const { store, log } = createRun();
    log.start(1, 1, 3);
    log.poison(2, 1, 3, 'server 500: broken');
    log.add(3, { type: 'task.reopened', task: 1, by: 'you' });
    expect([...store.events()]).toEqual(log.events);
    const row = store.database
      .prepare(
        'SELECT status, agent, route, attempts, error_class, error_message, ended_seq FROM tasks WHERE task = 1',
      )
      .get();
    expect({ ...row }).toEqual({
      status: 'queued',
      agent: null,
      route: null,
      attempts: 0,
      error_class: null,
      error_message: null,
      ended_seq: null,
    });
    store.close();
  });

  test('refuses an event after the run is closed', () => {
    const { store, log } = createRun();
    store.close();
    expect(() => log.start(1, 0, 0)).toThrow('closed');
  });
});

describe('attempts', () => {
  test('stand in a row each, with what their calls told', () => {
    const { store, log } = createRun();
    log.start(10, 0, 0);
    log.send(12, 0, 0, 2);
    log.retry(20, 0, 0, 1, 30);
    log.start(50, 0, 1, 2);
    log.send(50, 0, 1, 0);
    log.stream(80, 0, 1, 30);
    log.finish(90, 0, 1, { attempts: 2, callMs: 40 });
    log.start(60, 2, 2);
    log.send(61, 2, 2);
    log.add(70, {
      type: 'task.requeued',
      task: 2,
      agent: 2,
      cut: true,
      uncertain: false,
      outputTokens: 0,
    });
    log.start(60, 3, 4);
    log.send(61, 3, 4);
    log.poison(75, 3, 4, 'server 500: broken');
    store.flush();
    const rows = store.database
      .prepare(`
        SELECT started_seq, task, attempt, agent, started_t, sent_t, streaming_t, ended_t, outcome, class,
          status, wait_ms, call_ms, output_tokens, uncertain FROM attempts ORDER BY started_seq`)
      .all();
    const none = { class: null, status: null, wait_ms: null, call_ms: null, output_tokens: null };
    expect(rows.map((row) => ({ ...row }))).toEqual([
      {
        ...none,
        started_seq: 1,
        task: 0,
        attempt: 1,
        agent: 0,
        started_t: 10,
        sent_t: 12,
        streaming_t: null,
        ended_t: 20,
        outcome: 'retrying',
        class: 'rate-limited',
        status: 429,
        wait_ms: 30,
        uncertain: 0,
      },
      {
        ...none,
        started_seq: 4,
        task: 0,
        attempt: 2,
        agent: 1,
        started_t: 50,
        sent_t: 50,
        streaming_t: 80,
        ended_t: 90,
        outcome: 'done',
        call_ms: 40,
        output_tokens: 20,
        uncertain: 0,
      },
      {
        ...none,
        started_seq: 8,
        task: 2,
        attempt: 1,
        agent: 2,
        started_t: 60,
        sent_t: 61,
        streaming_t: null,
        ended_t: 70,
        outcome: 'requeued',
        uncertain: 1,
      },
      {
        ...none,
        started_seq: 11,
        task: 3,
        attempt: 1,
        agent: 4,
        started_t: 60,
        sent_t: 61,
        streaming_t: null,
        ended_t: 75,
        outcome: 'poison',
        class: 'server',
        status: 500,
        uncertain: 0,
      },
    ]);
    store.close();
  });
});
