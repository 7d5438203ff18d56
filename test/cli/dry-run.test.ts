import { describe, expect, it } from 'vitest';
import { builtInPresets } from '../../presets/index.ts';
import { printDryRun } from '../../src/cli/dry-run.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { type ResolveInput, resolveSpec } from '../../src/spec/resolve-spec.ts';
import { specDocument } from '../../src/spec/spec-document.ts';
import { captured, refusal } from '../helpers/spec.ts';
import { simulate } from '../simulator/support.ts';

async function dryRun(input: Partial<ResolveInput>): Promise<string> {
  const { spec, provenance } = await resolveSpec({ presets: builtInPresets, ...input });
  const { stdout, texts } = captured();
  await printDryRun({ spec, plan: compilePlan(spec), provenance }, stdout);
  return texts.stdout;
}

describe('run --dry-run', () => {
  it('prints tasks, roles, tokens, cost, time and where each value came from', async () => {
    const text = await dryRun({
      environment: { OPENAI_API_KEY: 'sk-secret', BATCH_SIZE: '5' },
      flags: { preset: 'orchestrator', provider: 'openai', prompt: ['Hello world'], repeat: '500' },
    });
    expect(text).toContain('500 tasks from 1 prompt, each 500 times');
    expect(text).toMatch(/^agent +openai\/gpt-5-mini +10 +500 +4,000 +200,000 +\$0\.401$/m);
    expect(text).toMatch(/^cost +\$0\.065 +\$0\.401 +\$2\.00$/m);
    expect(text).toContain('at best 8m19s, held by limits.requestsPerMinute');
    expect(text).toMatch(/^ +limits\.requestsPerMinute +60 +preset$/m);
    expect(text).toMatch(/^ +provider +openai +flag$/m);
    expect(text).toMatch(/^ +batch +5 +environment$/m);
    expect(text).toMatch(/^ +giveUpSeconds +300 +default$/m);
    expect(text).toMatch(/^ +key +env:OPENAI_API_KEY +environment$/m);
    expect(text).not.toContain('sk-secret');
  });

  it('calls nobody, not even a service that would count its tokens for nothing, and says so', async () => {
    const simulator = await simulate();
    const text = await dryRun({
      environment: { ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: simulator.url },
      flags: { preset: 'light', provider: 'anthropic', prompt: ['Hello world'], repeat: '100' },
    });
    // 8 tokens by o200k_base, and 15 % more, give or take 20 %.
    expect(text).toMatch(/^tokens in +736 +920 +1,104$/m);
    expect(text).toContain('  Another tokenizer may count up to 20 % more or less.\n');
    expect(text).toContain('  That of Claude is taken to make 15 % more tokens of a text.\n');
    expect(text).toContain(
      '  What anthropic itself counts is asked at the launch screen alone: here nobody is called.\n',
    );
    expect(simulator.record().totals).toMatchObject({ calls: 0, connections: { opened: 0 } });
  });

  it('tells what program would be run, and runs none', async () => {
    const text = await dryRun({
      cwd: '/work',
      flags: {
        provider: 'exec',
        prompt: ['Hello'],
        set: ['exec.command=claude -p --verbose', 'exec.profile=claude-code'],
      },
    });
    expect(text).toContain(
      '  route exec/claude runs claude -p --verbose in /work, prompt on stdin, output read as claude-code\n',
    );
    expect(text).toContain('  exec/claude: its price is unknown\n');
    expect(text).toMatch(/^ +exec\.command +claude -p --verbose +flag$/m);
  });

  it('says that a price is unknown', async () => {
    const text = await dryRun({ flags: { preset: 'dev', model: 'my-own' } });
    expect(text).toMatch(/^cost +unknown +unknown +unknown$/m);
    expect(text).toContain('no price is known for simulator/my-own');
    expect(text).toContain('  simulator/my-own: its price is unknown\n');
    expect(text).toContain('calls at once: 2 to 4, as each route takes them');
  });

  const paid = (budget: object, more: object = {}) =>
    dryRun({
      environment: { OPENAI_API_KEY: 'k' },
      flags: { preset: 'light', provider: 'openai', prompt: ['Hello world'], repeat: 500, ...more },
      defaults: { budget },
    });

  it('says what is capped, what tokens cost and where that stands', async () => {
    const text = await paid({ usd: 25, perAgentUsd: 0.1, perDayUsd: 5 });
    expect(text).toContain(
      '  budget: $25.00 for the run, $0.10 for each agent, $5.00 a day for each key\n',
    );
    expect(text).toContain(
      '  openai/gpt-5-mini: $0.25 in, $2.00 out per million tokens (@pydantic/genai-prices)\n',
    );
    expect(text).toContain(
      '  maxOutputTokens is not set: with a budget, 4,096 is sent with every call, so that its cost has a bound\n',
    );
    expect(await paid({}, { set: ['maxOutputTokens=64'] })).toContain('  budget: none\n');
    expect(await paid({ usd: 1 }, { set: ['maxOutputTokens=64'] })).not.toContain('is not set');
  });

  it('says whether the estimate fits the budget', async () => {
    expect(await paid({ usd: 25 })).toContain('the estimate fits the budget of $25.00: $2.00');
    expect(await paid({ usd: 1 })).toContain(
      'the estimate may not fit the budget of $1.00: $0.401 is expected, up to $2.00\n',
    );
    expect(await paid({ usd: 0.1 })).toContain(
      'the estimate does not fit the budget of $0.10: $0.401 is expected, up to $2.00; the run would end with exit code 3\n',
    );
  });

  it('refuses a budget where a price is unknown, as the run would', async () => {
    expect(await refusal(paid({ usd: 25 }, { model: 'my-own' }))).toBe(
      'no price is known for my-own (openai), and a budget needs one; say `price: { input: 0.25, output: 2 }` beside the model in the spec, in US dollars per million tokens, or keep it in `prices` of the settings',
    );
  });
});

describe('run --dry-run of roles with tiers', () => {
  const roles = (names: readonly string[]) =>
    specDocument({
      agents: names.length,
      roles: Object.fromEntries(
        names.map((name, index) => [
          name,
          { tier: index % 2 === 0 ? 'simple' : 'complex', instructions: `You are ${name}.` },
        ]),
      ),
    });

  it('says which tier each role has, what each tier takes, and where its model came from', async () => {
    const text = await dryRun({ specFile: roles(['a', 'b', 'c']), tiers: { simulator: {} } });
    expect(text).toMatch(/^a +simple +simulator\/sim-small +1 +1 /m);
    expect(text).toMatch(/^complex +simulator\/sim-large +1 +1 +1 +\$[\d.]+$/m);
    expect(text).toMatch(/^simple +simulator\/sim-small +2 +2 +2 +\$[\d.]+$/m);
    expect(text).toMatch(/^ +roles\.b\.model +sim-large +default$/m);
    const kept = await dryRun({
      specFile: roles(['a', 'b']),
      tiers: { simulator: { complex: 'mine' } },
    });
    expect(kept).toMatch(/^ +roles\.b\.model +mine +settings$/m);
  });

  it('tells of many roles in one line a field where their values came from', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `role${index}`);
    const text = await dryRun({ specFile: roles(names) });
    expect(text).toMatch(/^ +roles\.\*\.tier +simple 10, complex 10 +spec$/m);
    expect(text).toMatch(/^ +roles\.\*\.model +sim-small 10, sim-large 10 +default$/m);
    expect(text).toMatch(/^ +roles\.\*\.instructions +20 different ones +spec$/m);
    expect(text.match(/^role\d+ /gm)).toHaveLength(20);
  });
});

describe('run --dry-run of workflows', () => {
  const tasks = {
    sources: { role: 'reader', prompt: 'List' },
    check: { forEach: '{{tasks.sources.json}}', prompt: 'Check {{item}}' },
    draft: { needs: 'sources', when: '{{tasks.sources.text}} != ""', prompt: 'Write' },
    review: { needs: 'draft', critical: false, prompt: 'Review' },
    final: { needs: ['review', 'check'], prompt: 'Finish' },
  };
  const roles = { reader: {}, writer: {} };

  it('prints one by level, with the critical path marked, slack, roles and conditions', async () => {
    const specFile = specDocument({ roles, workload: { workflow: { tasks, budget: { usd: 1 } } } });
    const text = await dryRun({ specFile });
    expect(text).toContain(
      [
        'workflow: 5 tasks in 4 levels, at most $1',
        '  level    task     role    slack  needs',
        '  1      * sources  reader      0',
        '  2        check    reader      1  sources; for each of {{tasks.sources.json}}',
        '         * draft    writer      0  sources; when {{tasks.sources.text}} != ""',
        '  3      * review   reader      0  draft; not critical',
        '  4      * final    writer      0  review, check',
        '  critical path (*): sources -> draft -> review -> final',
      ].join('\n'),
    );
    expect(text).toContain('A list in an answer is counted as one item.');
    expect(text).toContain('  5 tasks or more from a workflow\n');
    // Four answers of 400 tokens, one after the other.
    expect(text).toContain('at best 18s, held by the order of the work: 4 calls in a row\n');
    expect(text).toContain('  budget: none; 1 workflow with a cap of its own\n');
    expect(text).toContain('maxOutputTokens is not set: with a budget');
  });

  it('says which budgets of workflows and tasks no call fits, and is silent of others', async () => {
    const price = { input: 1, output: 10 };
    const small = { a: { role: 'reader', prompt: 'x', budget: { usd: 0.01 } } };
    const workflows = [
      { name: 'hr', budget: { usd: 0.03 }, tasks: { a: { role: 'writer', prompt: 'x' } } },
      { name: 'it', tasks: small },
      { name: 'law', budget: { usd: 0.05 }, tasks: { a: { role: 'writer', prompt: 'x' } } },
    ];
    const text = await dryRun({
      specFile: specDocument({
        ...{ price, roles: { reader: { maxOutputTokens: 2000 }, writer: {} } },
        workload: { workflows },
      }),
    });
    // 4,096 tokens at 10 dollars a million, and 2,000.
    expect(text).toContain(
      '  the budget of hr, $0.03, lets no call of writer go: its answer may cost $0.041; set maxOutputTokens of writer, or a larger budget\n',
    );
    expect(text).toContain(
      'the budget of it.a, $0.01, lets no call of reader go: its answer may cost $0.02;',
    );
    expect(text).not.toContain('the budget of law');
  });

  it('prints many of one kind once, and of many kinds the most in a line each, in 80 columns', async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [
        `step_number_${at}`,
        { prompt: 'x', ...(at > 0 && { needs: `step_number_${at - 1}` }) },
      ]),
    );
    const kinds = Array.from({ length: 6 }, (_, at) => ({ name: `w${at}`, tasks: chain }));
    const specFile = specDocument({ roles, workload: { workflows: kinds, repeat: 20, atOnce: 7 } });
    const text = await dryRun({ specFile });
    expect(text).toContain('\n120 workflows, at most 7 begun at a time\n');
    expect(text.match(/^workflow w\d: 30 tasks in 30 levels, and 19 more like it$/gm)).toHaveLength(
      6,
    );
    expect(text.match(/critical path/g)).toHaveLength(4);
    const part = text.slice(text.indexOf('120 workflows'), text.indexOf('role '));
    expect(Math.max(...part.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
