import { describe, expect, test } from 'vitest';
import { BindingMeter } from '../../src/engine/binding-meter.ts';
import { type LookEnd, nameBinding } from '../../src/engine/name-binding.ts';

const idle = () => 0.2;

/** A meter on an idle machine that began at 1,000 ms, told these bindings at these times. */
function metered(
  ...told: [at: number, by: Parameters<BindingMeter['bind']>[0], route?: number, detail?: string][]
): BindingMeter {
  const meter = new BindingMeter(idle);
  meter.start(1_000);
  for (const [at, by, route = -1, detail = ''] of told) meter.bind(by, route, detail, at);
  return meter;
}

function taken(meter: BindingMeter, now: number): [string, number][] {
  return meter.take(now).map(({ by, share }) => [by, share]);
}

describe('the meter of what binds', () => {
  test('gives each constraint the share of the time that it bound, the longest first', () => {
    const meter = metered([1_000, 'agents'], [1_250, 'rate', 0, 'tokens/min 90,000']);
    expect(taken(meter, 2_000)).toEqual([
      ['rate', 0.75],
      ['agents', 0.25],
    ]);
  });

  test('goes on with the last one until another is told', () => {
    const meter = metered([1_000, 'agents']);
    meter.take(2_000);
    expect(taken(meter, 3_000)).toEqual([['agents', 1]]);
  });

  test('leaves out the time in which the process stood still', () => {
    let busy = 0.2;
    const meter = new BindingMeter(() => busy);
    meter.start(1_000);
    meter.bind('agents', -1, '', 1_000);
    // Stopped in the middle of a turn of the loop, which then looks as if it had worked all along.
    busy = 0.99;
    meter.skip(60_000);
    busy = 0.2;
    expect(taken(meter, 62_000)).toEqual([['agents', 1]]);
  });

  test('adds up what bound more than once', () => {
    const meter = metered(
      [1_000, 'agents'],
      [1_100, 'concurrency'],
      [1_300, 'agents'],
      [1_600, 'concurrency'],
    );
    expect(taken(meter, 2_000)).toEqual([
      ['concurrency', 0.6],
      ['agents', 0.4],
    ]);
  });

  test('tells two limits of a route from each other, and the same limit of two routes', () => {
    const meter = metered(
      [1_000, 'rate', 0, 'requests/min 60'],
      [1_100, 'rate', 0, 'tokens/min 9,000'],
      [1_400, 'rate', 1, 'tokens/min 9,000'],
    );
    const bounds = meter.take(2_000);
    expect(bounds.map(({ route, detail }) => [route, detail])).toEqual([
      [1, 'tokens/min 9,000'],
      [0, 'tokens/min 9,000'],
      [0, 'requests/min 60'],
    ]);
  });

  test('never gives more than the whole', () => {
    const meter = metered([1_000, 'agents'], [1_333, 'work'], [1_666, 'retry']);
    const sum = meter.take(2_000).reduce((total, { share }) => total + share, 0);
    expect(sum).toBeLessThanOrEqual(1);
    expect(sum).toBeGreaterThan(0.99);
  });

  test('says nothing of the time before the first look', () => {
    expect(metered().take(2_000)).toEqual([]);
  });

  test('calls it this machine, in proportion, while its event loop has no time left', () => {
    const meter = new BindingMeter(() => 0.96);
    meter.start(1_000);
    meter.bind('concurrency', -1, 'concurrency 5', 1_000);
    expect(taken(meter, 2_000)).toEqual([
      ['cpu', 0.96],
      ['concurrency', 0.04],
    ]);
  });

  test('sees by itself that the event loop is busy', () => {
    const meter = new BindingMeter();
    const from = performance.now();
    meter.start(from);
    while (performance.now() < from + 60);
    expect(meter.take(performance.now())).toMatchObject([{ by: 'cpu', route: -1 }]);
  });
});

describe('what a look for work found', () => {
  const end: LookEnd = {
    ready: true,
    reader: null,
    waiting: 5,
    spare: false,
    inFlight: 10,
    retrying: 0,
    inTools: 0,
    blocked: 0,
    keptBack: 0,
    concurrency: null,
    held: null,
  };
  const full = { gate: 'concurrency', detail: 'concurrency 10', until: null } as const;
  const held = {
    route: 2,
    hold: { gate: 'rate', detail: 'requests/min 60', until: 5 },
  } as const;

  test('a full concurrency binds where a task and an agent are ready', () => {
    expect(nameBinding({ ...end, concurrency: full })).toEqual([
      'concurrency',
      -1,
      'concurrency 10',
    ]);
  });

  test('the agents bind where none is free, however full the concurrency is', () => {
    expect(nameBinding({ ...end, ready: false, concurrency: full })[0]).toBe('agents');
    expect(nameBinding({ ...end, reader: 'buffer', concurrency: full })).toEqual([
      'reader',
      -1,
      'buffer',
    ]);
    expect(nameBinding({ ...end, ready: false, reader: 'buffer' })[0]).toBe('agents');
    expect(nameBinding({ ...end, ready: false, spare: true })).toEqual(['agents', -1, 'batches']);
  });

  test('a gate binds on its route', () => {
    expect(nameBinding({ ...end, ready: false, held })).toEqual(['rate', 2, 'requests/min 60']);
  });

  test('back-offs bind where they keep most agents', () => {
    expect(nameBinding({ ...end, ready: false, inFlight: 2, retrying: 8 })[0]).toBe('retry');
    expect(nameBinding({ ...end, ready: false, inFlight: 8, retrying: 2 })[0]).toBe('agents');
  });

  test('the order of the work binds where nothing is queued and tasks wait for those that run', () => {
    const idle = { ...end, ready: false, waiting: 0 };
    expect(nameBinding({ ...idle, blocked: 95 })[0]).toBe('needs');
    expect(nameBinding({ ...idle, blocked: 95, waiting: 3 })[0]).toBe('agents');
    expect(nameBinding({ ...idle, blocked: 95, inFlight: 1, retrying: 4 })[0]).toBe('retry');
    expect(nameBinding({ ...idle, blocked: 4, keptBack: 4, inFlight: 0 })[0]).toBe('you');
  });

  test('nothing but the work is left where nothing waits', () => {
    expect(nameBinding({ ...end, ready: false, waiting: 0 })[0]).toBe('work');
  });
});
