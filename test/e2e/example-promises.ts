import { expect } from 'vitest';
import type { ExampleRun } from '../helpers/example-run.ts';

interface Task {
  readonly task: string;
  readonly role: string;
  readonly status: string;
  readonly text: string;
  readonly route: string;
  readonly output: Record<string, unknown[]>;
}

/** What a run left, as those that promise something of it ask for it. */
export class Left {
  readonly run: ExampleRun;

  constructor(run: ExampleRun) {
    this.run = run;
  }

  get tasks(): Task[] {
    return this.run.files.lines(this.run.file('results.jsonl')) as unknown as Task[];
  }

  get outcome() {
    return this.run.files.json(this.run.file('outcome.json'));
  }

  get metrics() {
    return this.run.files.json(this.run.file('metrics.json'));
  }

  /** How many tasks ended in which way. */
  get ended(): Record<string, number> {
    return counted(this.tasks.map(({ status }) => status));
  }

  /** How many tasks there are of each task of a workflow: `hr.screening.3` is one of `hr.screening`. */
  get steps(): Record<string, number> {
    return counted(this.tasks.map(({ task }) => task.replace(/\.\d+$/, '')));
  }
}

function counted(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

const allDone = (tasks: number) => (left: Left) => expect(left.ended).toEqual({ done: tasks });

const hrSteps = {
  'hr.resume-parsing': 6,
  'hr.screening': 6,
  'hr.candidate-matching': 1,
  'hr.interview-scheduling': 3,
  'hr.onboarding': 1,
};
const financeSteps = {
  'finance.invoice-processing': 5,
  'finance.payment-scheduling': 1,
  'finance.reconciliation': 1,
  'finance.audit-report': 1,
};
const inventorySteps = {
  'inventory.stock-analysis': 6,
  'inventory.demand-forecast': 6,
  'inventory.reorder-optimisation': 1,
  'inventory.supplier-selection': 3,
};
const complianceSteps = {
  'compliance.policy-check': 5,
  'compliance.monitoring': 4,
  'compliance.audit-trail': 1,
  'compliance.risk-assessment': 1,
};

/** Nothing failed, and only what a condition may leave out is skipped. */
function wentWell({ tasks }: Left, mayBeSkipped: readonly string[]): void {
  const others = tasks.filter(({ status }) => status !== 'done');
  expect(others.filter(({ status }) => status !== 'skipped')).toEqual([]);
  expect(mayBeSkipped).toEqual(expect.arrayContaining(others.map(({ task }) => task)));
}

const skipped = {
  hr: ['hr.onboarding'],
  inventory: ['inventory.demand-forecast.5'],
  compliance: ['compliance.monitoring.3'],
};

/** What the page and the head of each example promise. */
export const promises: Readonly<Record<string, (left: Left) => unknown>> = {
  'examples/erp/hr.yaml': (left) => {
    expect(left.steps).toEqual(hrSteps);
    wentWell(left, skipped.hr);
    expect(left.outcome.workflows[0].state).toBe('done');
  },
  'examples/erp/finance.yaml': (left) => {
    expect(left.steps).toEqual(financeSteps);
    wentWell(left, []);
    expect(left.outcome.workflows[0].outputs['audit-report']).toMatch(/\w+/);
  },
  'examples/erp/inventory.yaml': (left) => {
    expect(left.steps).toEqual(inventorySteps);
    expect(left.ended).toEqual({ done: 15, skipped: 1 });
    wentWell(left, skipped.inventory);
  },
  'examples/erp/compliance.yaml': (left) => {
    expect(left.steps).toEqual(complianceSteps);
    expect(left.ended).toEqual({ done: 10, skipped: 1 });
    wentWell(left, skipped.compliance);
  },
  'examples/erp/all.yaml': (left) => {
    expect(left.steps).toEqual({
      ...{ ...hrSteps, ...financeSteps },
      ...{ ...inventorySteps, ...complianceSteps },
    });
    wentWell(left, Object.values(skipped).flat());
    expect(left.outcome.counts).toMatchObject({ total: 4, done: 4 });
    expect(left.metrics.cost_usd).toBeLessThan(2);
    expect(left.run.stdout).toMatch(/budget +\$2\.00 · \$1\.\d\d left/);
  },
  'examples/workflow/basic.yaml': (left) => {
    expect(left.steps).toMatchObject({ check: 3, final: 1 });
    allDone(7)(left);
  },
  'examples/workflow/hundred.yaml': (left) => {
    expect(left.ended).toEqual({ done: 1_995, failed: 5 });
    expect(left.outcome.counts).toMatchObject({ total: 100, done: 95, partial: 5, failed: 0 });
    const failed = left.tasks.filter(({ status }) => status === 'failed');
    expect(new Set(failed.map(({ role }) => role))).toEqual(new Set(['gauge']));
  },
  'examples/content/shared-out.yaml': (left) => {
    const { metrics, outcome, tasks } = left;
    allDone(tasks.length)(left);
    expect(metrics.total_chunks_processed).toBeGreaterThan(20);
    // The last answer of a reader has taken in those before it.
    const readers = new Set(tasks.map(({ task }) => task.replace(/\.batch-\d+$/, '')));
    readers.delete('reduce');
    expect(outcome.reduced).toMatchObject({ status: 'done', answers: readers.size });
  },
  'examples/content/every-reader.yaml': (left) => {
    const { metrics, tasks } = left;
    allDone(tasks.length)(left);
    const batches = tasks.length / 3;
    expect(counted(tasks.map(({ role }) => role))).toEqual({
      ...{ newcomer: batches, operator: batches, auditor: batches },
    });
    expect(metrics.total_chunks_processed % 3).toBe(0);
  },
  'examples/consensus/questions.yaml': ({ outcome, run }) => {
    expect(outcome).toMatchObject({ decided: 5, undecided: 0 });
    expect(outcome.saved_calls).toBeGreaterThan(0);
    expect(run.stdout).toContain('A rope of 30 m is cut');
    expect(run.stdout).toMatch(/saved +\d+ calls of 45/);
  },
  'examples/compare/rules.yaml': (left) => {
    allDone(48)(left);
    expect(Object.keys(left.outcome.variants)).toEqual(['sense', 'rules']);
    expect(left.outcome.judge).toMatchObject({ judged: 12, unjudged: 0 });
    expect(left.run.stdout).toMatch(/^ {2}(no winner|winner|\w+ wins)/m);
  },
  'examples/reduce.yaml': (left) => {
    allDone(4)(left);
    expect(left.run.stdout).toContain(left.outcome.reduced.text.slice(0, 30));
  },
  'examples/embeddings/complaints.yaml': (left) => {
    allDone(2)(left);
    const vectors = left.run.files.lines(left.run.file('embeddings.jsonl'));
    expect(vectors).toHaveLength(16);
    expect(vectors[0]).toMatchObject({ id: 'c01', embedding: expect.any(Array) });
  },
  'examples/extract.yaml': (left) => {
    allDone(6)(left);
    for (const { output } of left.tasks) expect(output).toHaveProperty('total.currency');
  },
  'examples/cities.csv': allDone(3),
  'examples/roles.yaml': (left) => {
    allDone(24)(left);
    expect(counted(left.tasks.map(({ role }) => role))).toEqual({ writer: 18, critic: 6 });
  },
  'examples/roster-131/roster.swarm.yaml': (left) => {
    allDone(131)(left);
    expect(new Set(left.tasks.map(({ role }) => role)).size).toBe(131);
    const agents: { tier: string; role: string }[] = left.metrics.per_agent;
    expect(counted(agents.map(({ tier }) => tier))).toEqual({
      ...{ complex: 31, balanced: 59, simple: 41 },
    });
    const tierOf = new Map(agents.map(({ role, tier }) => [role, tier]));
    const models = { complex: 'sim-large', balanced: 'sim-medium', simple: 'sim-small' };
    for (const { role, route } of left.tasks)
      expect(route).toBe(`simulator/${models[tierOf.get(role) as keyof typeof models]}`);
    expect(left.run.stdout).toMatch(/by tier +complex \$[\d.]+, balanced \$[\d.]+, simple \$/);
  },
  'examples/cathedral.yaml': (left) => {
    allDone(500)(left);
    expect(counted(left.tasks.map(({ role }) => role))).toEqual({ kaoz: 400, order: 100 });
  },
  'examples/code-review/review.yaml': (left) => {
    expect(left.ended).toEqual({ done: 6, skipped: 1 });
    const reviews = left.tasks.filter(({ role }) => role === 'reviewer');
    expect(reviews.map(({ output }) => output.findings.length).toSorted()).toEqual([0, 2, 3]);
    expect(left.outcome.workflows[0].outputs.verdict).toMatch(/\w+/);
  },
  'examples/exec/cat.yaml': (left) => {
    allDone(3)(left);
    expect(left.metrics.cost_usd).toBe(0);
    expect(left.tasks[0]).toMatchObject({ text: 'Name a harbour in Norway.', route: 'exec/cat' });
  },
  'examples/exec/react.yaml': (left) => {
    allDone(3)(left);
    const sums = ['It is 395.', 'It is 259200.', 'It is 97.'];
    expect(left.tasks.map(({ text }) => text)).toEqual(sums);
  },
  'examples/code-agent/editor.yaml': (left) => {
    allDone(4)(left);
    expect(left.metrics.calls).toBeLessThanOrEqual(8);
  },
  'examples/code-agent/old-agent.yaml': (left) => {
    allDone(12)(left);
    expect(left.metrics.calls).toBe(0);
  },
  'examples/tools.yaml': (left) => {
    allDone(6)(left);
    expect(left.metrics.tools.calls).toBeGreaterThanOrEqual(6);
  },
  'examples/steady.yaml': allDone(12),
  'examples/library/swarm.ts': (left) => {
    allDone(12)(left);
    expect(left.run.stdout.match(/^task-\d+ done /gm)).toHaveLength(12);
    expect(left.run.stdout).toMatch(/^DONE 0\.\d+ /m);
  },
  'examples/library/pool.ts': ({ run }) => {
    expect(run.stdout).toMatch(/^\d+ tokens: \w+/m);
    expect(run.stdout).toMatch(/^alike: -?\d\.\d\d$/m);
    expect(run.stdout).toMatch(/^2 requests for \$0\.\d+$/m);
  },
  'examples/library/queue.ts': ({ run }) => {
    expect(run.stdout).toMatch(/^posted urgent$/m);
    expect(run.stdout).toContain('second in 2');
    expect(run.stdout.trim().endsWith('not called')).toBe(true);
  },
};
