import { describe, expect, it } from 'vitest';
import { Driven } from './driven.ts';
import { driven, fateOf, planOf } from './support.ts';

describe('a task of a workflow', () => {
  it('is due once what it needs is done, and is given what that answered', async () => {
    const run = await driven(
      {
        final: {
          prompt: '{{tasks.left.text}} and {{tasks.right.json.name}}',
          system: 'In {{vars.city}}',
        },
        left: { needs: 'start', prompt: 'Left of {{tasks.start.text}}' },
        right: { needs: 'start', prompt: 'Right' },
        start: {
          prompt: 'Start in {{vars.city}}, {{vars.places.0}} \\{{x}} {{ y + 1 }} {{vars.places}}',
        },
      },
      { right: '```json\n{"name": "Ann"}\n```' },
      { vars: { city: 'Oslo', places: ['quay', 'hill'] } },
    );
    expect(run.due()).toEqual(['start']);
    expect(run.run(1).due()).toEqual(['left', 'right']);
    run.run();
    expect(Object.fromEntries(run.prompts)).toEqual({
      start: 'Start in Oslo, quay {{x}} {{ y + 1 }} ["quay","hill"]',
      left: 'Left of start!',
      right: 'Right',
      final: 'left! and Ann',
    });
    expect(run.plan.messages(run.task('final'))[0]).toEqual({ role: 'system', content: 'In Oslo' });
  });

  it('has empty slots before what it needs has ended', async () => {
    const plan = await planOf({
      workflow: {
        tasks: {
          a: { prompt: 'x' },
          b: {
            forEach: '{{tasks.a.json}}',
            prompt: 'Of {{item}}: {{tasks.a.json.x}}{{tasks.a.text}}',
          },
        },
      },
    });
    expect(plan.id(1)).toBe('b.0');
    expect(plan.messages(1)).toEqual([{ role: 'user', content: 'Of : ' }]);
    expect([plan.graph?.isDeferred(0), plan.graph?.isDeferred(1)]).toEqual([false, true]);
    expect(plan.graph?.needs(1)).toEqual([0]);
  });

  it('is skipped for what failed before it, which is named', async () => {
    const run = await driven(
      {
        draft: { prompt: 'x' },
        review: { needs: 'draft', prompt: 'x' },
        final: { needs: 'review', prompt: 'x' },
        other: { prompt: 'x' },
        more: { needs: 'other', prompt: 'x' },
      },
      { draft: 'poison' },
    );
    expect(run.run().statuses()).toEqual({
      ...{ draft: 'poison', review: 'skipped', final: 'skipped', other: 'done', more: 'done' },
    });
    expect([run.reason('review'), run.reason('final')]).toEqual(['draft failed', 'draft failed']);
  });

  it('goes on without the answer of one that is not critical, and without what that took with it', async () => {
    const tasks = {
      draft: { prompt: 'x' },
      review: { needs: 'draft', critical: false, prompt: 'x' },
      final: { needs: ['review'], prompt: '[{{tasks.review.text}}] {{tasks.review.status}}' },
    };
    const failed = await driven(tasks, { review: 'failed' });
    expect(failed.run().status('final')).toBe('done');
    expect(failed.prompts.get('final')).toBe('[] failed');
    const before = await driven(tasks, { draft: 'cancelled' });
    expect(before.run().statuses()).toEqual({
      draft: 'cancelled',
      review: 'skipped',
      final: 'done',
    });
    expect(before.reason('review')).toBe('draft was cancelled');
    expect(before.prompts.get('final')).toBe('[] skipped');
  });

  it('fails without a call where it cannot be made of the answers', async () => {
    const run = await driven({
      a: { prompt: 'x' },
      b: { prompt: '{{tasks.a.json.name}}' },
      c: { forEach: '{{tasks.a.json}}', prompt: '{{item}}' },
      d: { when: '{{tasks.a.text}} > 3', prompt: 'x' },
      e: { needs: ['b'], prompt: 'x' },
    });
    expect(run.run().statuses()).toEqual({
      ...{ a: 'done', b: 'skipped', 'c.0': 'skipped', d: 'skipped', e: 'skipped' },
    });
    expect(run.reason('b')).toMatch(/^the answer of a cannot be read: it is not JSON: /);
    expect(run.reason('d')).toBe('when: {{tasks.a.text}} is no number, and > compares numbers');
    expect(run.reason('e')).toBe('b failed');
    const list = await driven(
      { a: { prompt: 'x' }, c: { forEach: '{{tasks.a.json.all}}', prompt: '{{item}}' } },
      { a: '{"all": 3}' },
    );
    expect(list.run().reason('c.0')).toBe('forEach: {{tasks.a.json.all}} is no list in the answer');
  });
});

describe('a condition', () => {
  const vars = {
    city: 'Oslo',
    n: 3,
    big: '10',
    list: ['a', 4],
    no: false,
    none: null,
    empty: ' ',
    o: {},
  };

  it.each<[string, boolean]>([
    ['{{vars.city}} == "Oslo"', true],
    ["{{vars.city}} != 'Oslo'", false],
    ['{{vars.city}} == "oslo"', false],
    ['{{vars.n}} < 10 and {{vars.n}} >= 3', true],
    ['{{vars.big}} > 9', true],
    ['{{vars.big}} == 10.0', true],
    ['{{vars.list}} contains "a"', true],
    ['{{vars.list}} contains "4"', true],
    ['{{vars.city}} contains "sl"', true],
    ['{{vars.city}} contains "SL"', false],
    ['{{vars.no}}', false],
    ['not {{vars.no}}', true],
    ['!{{vars.none}} && {{vars.o}}', true],
    ['{{vars.empty}} or {{vars.none}}', false],
    ['{{vars.none}} == null', true],
    ['{{vars.none}} == ""', false],
    ['{{vars.no}} == "false"', true],
    ['{{vars.no}} or {{vars.city}} and {{vars.no}}', false],
    ['({{vars.no}} or {{vars.city}}) and not ({{vars.no}} || false)', true],
    ['not {{vars.n}} == 4', true],
    ['"it\\"s" contains \'"\'', true],
    ['-1 <= {{vars.n}}', true],
  ])('%s is %s', async (when, holds) => {
    const run = (await driven({ a: { when, prompt: 'x' } }, {}, { vars })).run();
    expect(run.statuses()).toEqual({ a: holds ? 'done' : 'off' });
    if (!holds) expect(run.reason('a')).toBe(`its condition does not hold: ${when}`);
  });

  it('that does not hold turns off what needs nothing else', async () => {
    const run = await driven(
      {
        check: { prompt: 'x' },
        escalate: { when: '{{tasks.check.json.bad}}', prompt: 'x' },
        call: { needs: 'escalate', prompt: 'x' },
        close: { needs: ['check', 'call'], prompt: '{{tasks.call.text}}{{tasks.check.text}}' },
      },
      { check: '{"bad": false}' },
    );
    expect(run.run().statuses()).toEqual({
      ...{ check: 'done', escalate: 'off', call: 'off', close: 'done' },
    });
    expect(run.reason('call')).toBe('what it needs was not to be done: escalate');
    expect(run.prompts.get('close')).toBe('{"bad": false}');
  });

  it('is asked for each item where it names one', async () => {
    const run = await driven({
      a: {
        forEach: [{ n: 1 }, { n: 5 }, { n: 9 }],
        when: '{{item.n}} > 4 and {{index}} < 2',
        prompt: '{{item.n}}',
      },
      b: { reduce: 'a', prompt: '{{texts}}' },
    });
    expect(run.run().statuses()).toEqual({ 'a.0': 'off', 'a.1': 'done', 'a.2': 'off', b: 'done' });
    expect(run.prompts.get('b')).toBe('[1] {"n":5}\na.1!');
  });
});

describe('a task that is done once for each item', () => {
  const tasks = {
    list: { prompt: 'x' },
    check: { forEach: '{{tasks.list.json}}', prompt: '{{index}}: {{item.name}} in {{vars.city}}' },
    final: { needs: 'check', prompt: '{{tasks.check.texts}}', system: '{{tasks.check.json}}' },
  };
  const more = { vars: { city: 'Oslo' } };
  const list = '[{"name":"a"},{"name":"b"},{"name":"c"}]';

  it('comes in as many tasks as the answer has items', async () => {
    const run = (
      await driven(tasks, { list, 'check.1': '{"ok":1}', 'check.0': '0', 'check.2': '2' }, more)
    ).run();
    expect(run.additions).toEqual([{ by: 'check', first: 3, count: 2 }]);
    expect(['check.0', 'check.1', 'check.2'].map((id) => run.prompts.get(id))).toEqual([
      ...['0: a in Oslo', '1: b in Oslo', '2: c in Oslo'],
    ]);
    expect(run.prompts.get('final')).toBe(
      '[0] {"name":"a"}\n0\n\n[1] {"name":"b"}\n{"ok":1}\n\n[2] {"name":"c"}\n2',
    );
    expect(run.plan.messages(run.task('final'))[0].content).toBe('[0,{"ok":1},2]');
  });

  it('is done with no items where the list is empty, or what has it has no answer', async () => {
    const empty = (await driven(tasks, { list: '[]' }, more)).run();
    expect(empty.statuses()).toEqual({ list: 'done', 'check.0': 'off', final: 'done' });
    expect(empty.reason('check.0')).toBe('its list is empty');
    const optional = { ...tasks, list: { prompt: 'x', critical: false } };
    const none = (await driven(optional, { list: 'failed' }, more)).run();
    expect(none.statuses()).toEqual({ list: 'failed', 'check.0': 'off', final: 'done' });
  });

  it('fails with one of its items, once all have ended', async () => {
    const run = (await driven(tasks, { list, 'check.1': 'failed' }, more)).run();
    expect(run.statuses()).toMatchObject({
      'check.0': 'done',
      'check.2': 'done',
      final: 'skipped',
    });
    expect(run.reason('final')).toBe('check failed');
    const optional = { ...tasks, check: { ...tasks.check, critical: false } };
    const without = (
      await driven(
        { ...optional, final: { reduce: 'check', prompt: '{{texts}}' } },
        { list, 'check.1': 'failed' },
        more,
      )
    ).run();
    expect(without.prompts.get('final')).toBe(
      '[0] {"name":"a"}\ncheck.0!\n\n[2] {"name":"c"}\ncheck.2!',
    );
  });

  it('knows its items beforehand where the list is one of the spec', async () => {
    const plan = await planOf({
      workflow: {
        name: 'hr',
        vars: { cities: ['Oslo', 'Bergen'] },
        tasks: {
          a: { forEach: '{{vars.cities}}', prompt: '{{item}}' },
          b: { forEach: [], prompt: '{{item}}' },
          c: { needs: ['a', 'b'], prompt: 'x' },
        },
      },
    });
    const ids = Array.from({ length: plan.size }, (_, task) => plan.id(task));
    expect(ids).toEqual(['hr.a.0', 'hr.a.1', 'hr.c']);
    expect(plan.messages(1)[0].content).toBe('Bergen');
    const run = new Driven(plan, fateOf({})).run();
    expect(Object.values(run.statuses())).toEqual(['done', 'done', 'done']);
  });
});

describe('what the operator cancels and does again', () => {
  const tasks = {
    a: { prompt: 'x' },
    b: { needs: 'a', prompt: 'x' },
    c: { needs: 'b', prompt: '{{tasks.b.text}}' },
  };

  it('before its turn takes with it what needs it', async () => {
    const run = (await driven(tasks)).cancel('b').run();
    expect(run.statuses()).toEqual({ a: 'done', b: 'cancelled', c: 'skipped' });
    expect(run.reason('c')).toBe('b was cancelled');
  });

  it('waits for what it needs, also when all is done again', async () => {
    const run = (await driven(tasks)).cancel('b').cancel('a');
    expect(run.due()).toEqual([]);
    expect(run.retry().due()).toEqual(['a']);
    expect(run.run().statuses()).toEqual({ a: 'done', b: 'done', c: 'done' });
    expect(run.prompts.get('c')).toBe('b!');
  });

  it('lets items be done again by themselves, and then what they took with them', async () => {
    const fates: Record<string, string> = { list: '[1,2]', 'check.1': 'failed' };
    const run = (
      await driven(
        {
          list: { prompt: 'x' },
          check: { forEach: '{{tasks.list.json}}', prompt: '{{item}}' },
          final: { reduce: 'check', prompt: '{{texts}}' },
        },
        fates,
      )
    ).run();
    fates['check.1'] = 'at last';
    expect(run.retry().due()).toEqual(['check.1']);
    expect(run.status('final')).toBe('blocked');
    expect(run.run().prompts.get('final')).toBe('[0] 1\ncheck.0!\n\n[1] 2\nat last');
  });
});

describe('many workflows', () => {
  it('are begun in their order, so many at a time, and have names, roles, limits and budgets of their own', async () => {
    const plan = await planOf({
      atOnce: 2,
      repeat: 3,
      workflow: {
        name: 'hr',
        retries: 1,
        budget: { usd: 0.5 },
        timeoutSeconds: 60,
        tasks: {
          a: { prompt: 'x', timeoutSeconds: 9, budget: { usd: 0.01 }, priority: 'high' },
          b: { needs: 'a', prompt: 'x', retries: 0 },
        },
      },
    });
    const { graph } = plan;
    expect(graph?.workflows).toEqual(
      ['hr', 'hr-2', 'hr-3'].map((name) => ({
        name,
        budgetNanoUsd: 500_000_000,
        timeoutSeconds: 60,
      })),
    );
    expect([0, 3].map((task) => graph?.limitsOf(task))).toEqual([
      { taskSeconds: 9, retries: 1, budgetNanoUsd: 10_000_000 },
      { retries: 0 },
    ]);
    expect([graph?.capped, graph?.workflowOf(3), [...plan.priority]]).toEqual([
      ...[true, 1, [200, 100, 200, 100, 200, 100]],
    ]);
    const run = new Driven(plan, fateOf({ 'hr.a': 'failed' }));
    expect(run.due()).toEqual(['hr-2.a', 'hr.a']);
    run.run();
    const view = plan.view?.();
    if (view?.kind !== 'workflows') throw new Error('no workflows');
    expect(view.workflows.map(({ state }) => state)).toEqual(['failed', 'done', 'done']);
  });
});
