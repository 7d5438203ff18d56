import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../../src/plan/compile-plan.ts';
import { countInput } from '../../../src/plan/count-input.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { PlanStep, TaskEnd } from '../../../src/plan/unfolding.ts';
import type { Environment } from '../../../src/spec/environment.ts';
import { folder, refusal, resolved } from '../../helpers/spec.ts';

/** Ten chunks of one line each. */
const lines = Array.from({ length: 10 }, (_, index) => `This is line ${index}\n`);
const book = lines.join('');
const content = '{ file: book.txt, chunkBytes: 16, batchSize: 4';

async function planOf(
  yaml: string,
  cwd = folder({ 'book.txt': book }),
  environment: Environment = {},
): Promise<Plan> {
  return compilePlan(await resolved({ cwd, environment }, yaml));
}

const ids = (plan: Plan) => Array.from({ length: plan.size }, (_, task) => plan.id(task));
const counts = (plan: Plan) => ids(plan).map((_, task) => plan.pieces?.countOf(task));
/** What a task reads, without what is around it. */
const read = (plan: Plan, task: number) =>
  [...(plan.messages(task).at(-1)?.content ?? '').matchAll(/<chunk [^>]*>\n(.*?)\n<\/chunk>/gs)]
    .map(([, text]) => text)
    .join('');

describe('a broadcast', () => {
  it('is read by every agent of every role, from the first batch to the last', async () => {
    const plan = await planOf(
      `workload: { content: ${content} } }\nroles: { a: { share: 2 }, b: {} }\nagents: 3\n`,
    );
    expect(ids(plan)).toEqual([
      ...[1, 2, 3].map((batch) => `a-reader-1.batch-${batch}`),
      ...[1, 2, 3].map((batch) => `a-reader-2.batch-${batch}`),
      ...[1, 2, 3].map((batch) => `b-reader-1.batch-${batch}`),
    ]);
    expect(counts(plan)).toEqual([4, 4, 2, 4, 4, 2, 4, 4, 2]);
    expect([0, 1, 2].map((task) => read(plan, task)).join('')).toBe(book);
    expect(plan.graph?.needs(4)).toEqual([3]);
    expect(plan.graph?.needs(3)).toEqual([]);
  });

  it('is not read by the role that makes one text of the answers, unless it is named or alone', async () => {
    const reduce = 'reduce: { role: b, prompt: "{{texts}}" }';
    const names = async (work: string, roles: string) =>
      ids(
        await planOf(`workload: { content: ${content}${work} }, ${reduce} }\n${roles}agents: 3\n`),
      );
    const both = 'roles: { a: { share: 2 }, b: {} }\n';
    expect(await names('', both)).not.toContainEqual(expect.stringContaining('b-'));
    expect(await names('', both)).toContain('reader-2.batch-3');
    expect(await names(', role: b', both)).toContain('reader-1.batch-3');
    expect(await names('', 'roles: { b: {} }\n')).toContain('reader-3.batch-3');
  });

  it('is read by the agents of one role where that is named', async () => {
    const plan = await planOf(
      `workload: { content: ${content}, role: b } }\nroles: { a: {}, b: {} }\nagents: 4\n`,
    );
    expect(new Set(plan.role)).toEqual(new Set([1]));
    expect(ids(plan)[0]).toBe('reader-1.batch-1');
    expect(plan.size).toBe(6);
  });
});

describe('a content that is shared out', () => {
  it('gives every agent a part of it, and nothing twice', async () => {
    const plan = await planOf(`workload: { content: ${content}, mode: distribute } }\nagents: 3\n`);
    expect(counts(plan)).toEqual([3, 3, 4]);
    expect(plan.graph).toBeUndefined();
    expect([0, 1, 2].map((task) => read(plan, task)).join('')).toBe(book);
  });

  it('leaves agents without work where there are more of them than chunks', async () => {
    const plan = await planOf(
      `workload: { content: ${content}, mode: distribute } }\nagents: 30\n`,
    );
    expect(counts(plan)).toEqual(Array.from({ length: 10 }, () => 1));
  });
});

describe('what a reader is told', () => {
  it('is the instructions of its role, what to do, and the chunks with their numbers', async () => {
    const plan = await planOf(
      `workload: { content: ${content}, instruction: List the lines. } }\nagents: 1\nroles: { a: { instructions: You read. } }\n`,
    );
    const [system, user] = plan.messages(0);
    expect(system).toEqual({ role: 'system', content: 'You read.' });
    expect(user.content).toBe(
      [
        'List the lines.',
        'Chunks 1 to 4 of 10 of the text follow. More will come: answer for what you have read so far.',
        ...lines
          .slice(0, 4)
          .map((line, at) => `<chunk number="${at + 1}" of="10">\n${line}\n</chunk>`),
        '',
      ].join('\n\n'),
    );
  });

  it('is to summarise, where nobody says anything', async () => {
    const plan = await planOf(`workload: { content: ${content} } }\nagents: 1\n`);
    expect(plan.messages(0)[0].content).toMatch(
      /^Summarise what you read\.\n\nChunks 1 to 4 of 10/,
    );
  });

  it('names the file of each chunk where there are several', async () => {
    const cwd = folder({ 'a.txt': 'A', 'b.txt': 'B' });
    const plan = await planOf('workload: { content: { file: [a.txt, b.txt] } }\nagents: 1\n', cwd);
    expect(plan.messages(0)[0].content).toContain('<chunk number="2" of="2" file="b.txt">\nB\n');
  });

  it('is posted chunk by chunk where the service keeps the conversation, all of it in one task', async () => {
    const plan = await planOf(
      `workload: { content: ${content} } }\nagents: 2\nprovider: azure-agents\nbaseUrl: https://x.services.ai.azure.com/api/projects/p\nkey: env:K\nroles: { a: { agentId: asst_1 } }\n`,
      folder({ 'book.txt': book }),
      { K: 'k' },
    );
    expect(ids(plan)).toEqual(['reader-1', 'reader-2']);
    expect(plan.messages(1).map((message) => message.content)).toEqual([
      expect.stringContaining('Chunks 1 to 10 of 10 of the text follow.'),
      ...lines.map((line, at) => `<chunk number="${at + 1}" of="10">\n${line}\n</chunk>\n\n`),
    ]);
    expect(plan.postsAtOnce?.(1)).toBe(4);
    expect(plan.graph).toBeUndefined();
  });
});

/** Goes through a plan as the engine does, one task at a time. */
class Reading {
  readonly plan: Plan;
  readonly ends: TaskEnd[] = [];
  readonly open = new Set<number>();
  readonly skipped = new Set<number>();
  private readonly texts = new Map<number, string>();

  constructor(plan: Plan, former?: Reading) {
    this.plan = plan;
    for (const end of former?.ends ?? []) this.ends.push(end);
    for (const [task, text] of former?.texts ?? []) this.texts.set(task, text);
    const answers = { text: (task: number) => this.texts.get(task) ?? null };
    this.take(this.unfolding.begin({ ends: this.ends, additions: [] }, answers));
  }

  get unfolding() {
    if (this.plan.graph === undefined) throw new Error('its tasks stand alone');
    return this.plan.graph.unfolding;
  }

  end(task: number, status: TaskEnd['status'] = 'done'): readonly PlanStep[] {
    if (!this.open.delete(task)) throw new Error(`${task} is not open`);
    if (status === 'done') this.texts.set(task, `Answer ${task}.`);
    this.ends.push({ task, status });
    return this.take(this.unfolding.ended({ task, status }));
  }

  reopen(task: number): void {
    this.open.add(task);
    this.take(this.unfolding.reopened([task]));
  }

  private take(steps: readonly PlanStep[]): readonly PlanStep[] {
    for (const step of steps)
      for (const task of step.kind === 'extend' ? [] : step.tasks) {
        if (step.kind === 'release') this.open.add(task);
        if (step.kind === 'skip') this.skipped.add(task);
        if (step.kind === 'unskip') this.skipped.delete(task);
      }
    return steps;
  }
}

describe('a reader with several batches', () => {
  const yaml = `workload: { content: ${content} } }\nagents: 2\n`;

  it('is given the next by the end of the one before, with what it answered', async () => {
    const reading = new Reading(await planOf(yaml));
    expect([...reading.open]).toEqual([0, 3]);
    expect(reading.end(0)).toEqual([{ kind: 'release', tasks: [1], after: 0 }]);
    expect(reading.plan.messages(1)[0].content).toContain('<answer>\nAnswer 0.\n</answer>');
    expect(reading.plan.messages(4)[0].content).not.toContain('<answer>');
    reading.end(1);
    expect(reading.plan.messages(2)[0].content).toContain('Answer 1.');
    expect(reading.plan.messages(2)[0].content).not.toContain('More will come');
    expect(reading.end(2)).toEqual([]);
  });

  it('goes on with what it has where a batch fails, and is told what it missed', async () => {
    const reading = new Reading(await planOf(yaml));
    reading.end(0);
    expect(reading.end(1, 'failed')).toEqual([{ kind: 'release', tasks: [2], after: 1 }]);
    const { content: said } = reading.plan.messages(2)[0];
    expect(said).toContain('Chunks 5 to 8 of 10 could not be had.');
    expect(said).toContain('Answer 0.');
  });

  it('reads no more where a batch is cancelled, until that is taken up again', async () => {
    const reading = new Reading(await planOf(yaml));
    reading.end(0, 'cancelled');
    expect([...reading.skipped]).toEqual([1, 2]);
    reading.reopen(0);
    expect([...reading.skipped]).toEqual([]);
    reading.end(0);
    expect([...reading.open]).toEqual([3, 1]);
  });

  it('is not set back by a failed batch that is done again after its end', async () => {
    const reading = new Reading(await planOf(yaml));
    reading.end(0, 'failed');
    reading.end(1);
    reading.end(2);
    reading.reopen(0);
    expect(reading.end(0)).toEqual([]);
  });

  it('goes on in a later session where it stood', async () => {
    const first = new Reading(await planOf(yaml));
    first.end(0);
    first.end(1);
    first.end(3);
    const second = new Reading(await planOf(yaml), first);
    expect([...second.open]).toEqual([2, 4]);
    expect(second.plan.messages(2)[0].content).toContain('Answer 1.');
    for (const task of [2, 4, 5]) second.end(task);
    const done = new Reading(await planOf(yaml), second);
    expect([...done.open]).toEqual([]);
  });
});

describe('a large content', () => {
  it('is counted by a few of its chunks, and bounded without being read', async () => {
    const cwd = folder({ 'book.txt': 'One sentence of many. '.repeat(100_000) });
    const plan = await planOf('workload: { content: { file: book.txt } }\nagents: 1\n', cwd);
    let counted = 0;
    const span = countInput(
      plan,
      [0, 1],
      (text) => {
        counted++;
        return text.length / 4;
      },
      { ratio: 1, margin: 0 },
    );
    expect(counted).toBe(40);
    const bytes = (plan.pieces?.bytesOf(0) ?? 0) + (plan.pieces?.bytesOf(1) ?? 0);
    expect(bytes).toBeGreaterThan(2_200_000);
    expect(span.expected / (bytes / 4)).toBeCloseTo(1, 2);
    const sent = Buffer.byteLength(plan.messages(0)[0].content);
    expect(plan.pieces?.bytesOf(0)).toBeGreaterThanOrEqual(sent);
  });

  it('that changes after it was looked through is refused, and not read in part', async () => {
    const cwd = folder({ 'book.txt': book });
    const plan = await planOf(`workload: { content: ${content} } }\n`, cwd);
    writeFileSync(join(cwd, 'book.txt'), `${book}More.`);
    expect(await refusal(() => plan.messages(0))).toBe(
      'book.txt has changed while it was read: start again once nobody writes it',
    );
  });
});
