import type { Dedupe } from '../../spec/work/workload.ts';
import { roughCount } from '../rough-count.ts';
import type { TaskTable } from '../task-table.ts';
import type {
  Answers,
  PlanAddition,
  PlanPast,
  PlanStep,
  TaskEnd,
  Unfolding,
} from '../unfolding.ts';
import { answerKey } from './answer-key.ts';
import { packTexts, splitTexts } from './pack-texts.ts';
import { TaskMarks } from './task-marks.ts';

/** Put around each answer, in tokens: its name and what sets it off. */
const tokensPerText = 12;

export interface ReduceParts {
  /** How the plan itself goes on; null where all of its tasks are due at once. */
  readonly inner: Unfolding | null;
  /** Whether a later answer of the plan has taken in that of a task. */
  isTakenIn(task: number): boolean;
  readonly table: TaskTable;
  /** Number of the last task, and its name. */
  readonly reduce: number;
  readonly id: string;
  readonly role: number;
  readonly priority: number;
  /** Tokens of answers that go into one call. */
  readonly limit: number;
  readonly dedupe: Dedupe | null;
}

/** Tasks whose answers are read together by one task, in the order of the plan. */
type Sources = readonly number[];

/**
 * What comes after the tasks of a plan: once all of them have ended, one task over all of their answers,
 * or, where these do not fit one call, tasks over parts of them, level by level, until what they give
 * does fit. What failed is left out; what is tried again and done before the last task is released is
 * still taken in.
 */
export class ReduceUnfolding implements Unfolding {
  private readonly parts: ReduceParts;
  private answers: Answers = { text: () => null };
  private readonly marks = new TaskMarks((task) => this.isOwn(task));
  private readonly sourcesOf = new Map<number, Sources>();
  private levels = 0;
  private reducing: 'waits' | 'released' | 'ended' | 'skipped' = 'waits';
  private readonly firstWith = new Map<string, number>();

  constructor(parts: ReduceParts) {
    this.parts = parts;
  }

  text(task: number): string {
    return this.answers.text(task) ?? '';
  }

  /** What a task of the reduction reads; null of any other, and as long as it is not known. */
  sources(task: number): Sources | null {
    return this.sourcesOf.get(task) ?? null;
  }

  /** Answers of the plan that a task of the reduction reads, itself or through others. */
  answersIn(task: number): number {
    const sources = this.sourcesOf.get(task);
    if (sources === undefined) return 1;
    return sources.reduce((sum, source) => sum + this.answersIn(source), 0);
  }

  isOwn(task: number): boolean {
    return task === this.parts.reduce || this.sourcesOf.has(task);
  }

  begin(past: PlanPast, answers: Answers): readonly PlanStep[] {
    this.answers = answers;
    const { inner, table, reduce } = this.parts;
    const own = past.additions.filter(({ by }) => this.isOwnAddition(by));
    const isOwn = (task: number) =>
      task === reduce || own.some(({ first, count }) => task >= first && task < first + count);
    for (const { first, count } of own)
      for (let task = first; task < first + count; task++) this.sourcesOf.set(task, []);
    const ends = past.ends.filter(({ task }) => !isOwn(task));
    for (const end of ends) this.note(end);
    const rest = { ends, additions: past.additions.filter((each) => !own.includes(each)) };
    const steps =
      inner === null ? this.releaseAll(table.size) : this.follow(inner.begin(rest, answers));
    for (const addition of own) this.adopt(addition, past.ends);
    const waiting = [...this.sourcesOf.keys()].filter((task) => this.marks.isOpen(task));
    const end = past.ends.findLast(({ task }) => task === reduce);
    if (end?.status === 'skipped') this.reducing = 'skipped';
    else if (end !== undefined) {
      this.reducing = 'ended';
      this.giveLast(this.gather());
    } else if (waiting.length > 0) steps.push({ kind: 'release', tasks: waiting });
    return [...steps, ...this.advance()];
  }

  ended(end: TaskEnd): readonly PlanStep[] {
    const { inner, reduce } = this.parts;
    if (end.task === reduce) {
      this.reducing = 'ended';
      return [];
    }
    this.note(end);
    if (this.sourcesOf.has(end.task)) return this.advance();
    const steps = inner === null ? [] : this.follow(inner.ended(end));
    return [...steps, ...this.advance()];
  }

  reopened(tasks: readonly number[]): readonly PlanStep[] {
    const { inner, reduce } = this.parts;
    const again = tasks.includes(reduce);
    const own = tasks.filter((task) => task !== reduce && this.sourcesOf.has(task));
    const others = tasks.filter((task) => !this.isOwn(task));
    for (const task of others) this.marks.reopen(task);
    const steps = inner === null ? [] : this.follow(inner.reopened(others));
    if (again) this.reducing = 'released';
    if (again && tasks.length > 1) steps.push(...this.takeBack());
    if (this.reducing === 'released' || this.reducing === 'ended') {
      // The text that they would be for is made of the others, or stands already.
      if (own.length > 0)
        steps.push({ kind: 'drop', tasks: own, reason: 'the answers are reduced without it' });
    } else for (const task of own) this.marks.reopen(task);
    return [...steps, ...this.advance()];
  }

  /** The last task waits again: something that it is to read is tried once more. */
  private takeBack(): PlanStep[] {
    const { reduce } = this.parts;
    this.marks.unread(this.sourcesOf.get(reduce) ?? []);
    this.sourcesOf.delete(reduce);
    this.reducing = 'skipped';
    return [{ kind: 'skip', tasks: [reduce], reason: 'waits for what is tried again' }];
  }

  private releaseAll(size: number): PlanStep[] {
    const tasks: number[] = [];
    for (let task = 0; task < size; task++)
      if (!this.isOwn(task) && this.marks.isOpen(task)) tasks.push(task);
    return tasks.length === 0 ? [] : [{ kind: 'release', tasks }];
  }

  /** Notes what the plan's own steps end and begin again. */
  private follow(steps: readonly PlanStep[]): PlanStep[] {
    for (const step of steps) {
      if (step.kind === 'skip' || step.kind === 'drop')
        for (const task of step.tasks) this.marks.end(task, false);
      if (step.kind === 'unskip') for (const task of step.tasks) this.marks.reopen(task);
    }
    return [...steps];
  }

  private note({ task, status }: TaskEnd): void {
    this.marks.end(task, status === 'done');
  }

  /** What is due now that something has ended. */
  private advance(): PlanStep[] {
    const { table, reduce, limit } = this.parts;
    if (this.reducing === 'released' || this.reducing === 'ended') return [];
    const parts = this.sourcesOf.size;
    if (this.marks.endedOfPlan < table.size - 1 - parts) return [];
    for (const task of this.sourcesOf.keys()) if (this.marks.isOpen(task)) return [];
    const sources = this.gather();
    if (sources.length === 0) {
      if (this.reducing === 'skipped') return [];
      this.reducing = 'skipped';
      return [{ kind: 'skip', tasks: [reduce], reason: 'there is no answer to reduce' }];
    }
    const tokens = sources.map((task) => this.tokensOf(task));
    const starts = packTexts(tokens, limit, this.levels === 0 ? 1 : 2);
    if (starts.length > 1) return this.nextLevel(groupsOf(sources, starts));
    this.giveLast(sources);
    const back: PlanStep[] =
      this.reducing === 'skipped' ? [{ kind: 'unskip', tasks: [reduce] }] : [];
    this.reducing = 'released';
    return [...back, { kind: 'release', tasks: [reduce] }];
  }

  /** All answers that no later task reads yet, in the order of the plan; of those that are the same the first. */
  private gather(): number[] {
    const { table, reduce, dedupe, isTakenIn } = this.parts;
    const found: number[] = [];
    for (let task = 0; task < table.size; task++) {
      if (task === reduce || !this.marks.isUnread(task)) continue;
      if (!this.sourcesOf.has(task) && isTakenIn(task)) continue;
      if (dedupe !== null && !this.sourcesOf.has(task)) {
        const key = answerKey(this.text(task), dedupe);
        const first = this.firstWith.get(key) ?? task;
        this.firstWith.set(key, first);
        if (first !== task) continue;
      }
      found.push(task);
    }
    return found.sort((a, b) => this.placeOf(a) - this.placeOf(b));
  }

  private placeOf(task: number): number {
    const sources = this.sourcesOf.get(task);
    return sources === undefined || sources.length === 0 ? task : this.placeOf(sources[0]);
  }

  private tokensOf(task: number): number {
    return roughCount(this.text(task)) + tokensPerText;
  }

  private nextLevel(all: readonly Sources[]): PlanStep[] {
    const { table, id, role, priority } = this.parts;
    const level = ++this.levels;
    const groups = level === 1 ? all : withoutSingle(all);
    const first = table.size;
    const tasks = groups.map((_, part) =>
      table.add({ id: `${id}.${level}.${part + 1}`, role, priority }),
    );
    this.give(tasks, groups);
    return [
      { kind: 'extend', by: this.additionName(level), first, count: tasks.length },
      { kind: 'release', tasks },
    ];
  }

  /** A level that an earlier session has begun. */
  private adopt({ first, count }: PlanAddition, ends: readonly TaskEnd[]): void {
    const level = ++this.levels;
    const sources = this.gather();
    const tokens = sources.map((task) => this.tokensOf(task));
    const packed = groupsOf(sources, packTexts(tokens, this.parts.limit, level === 1 ? 1 : 2));
    const groups = level === 1 ? packed : withoutSingle(packed);
    // What was tried again since may make other groups; the tasks are there already.
    const fitting =
      groups.length === count ? groups : groupsOf(sources, splitTexts(sources.length, count));
    const tasks = Array.from({ length: count }, (_, part) => first + part);
    this.give(tasks, fitting);
    for (const end of ends) if (tasks.includes(end.task)) this.note(end);
  }

  private give(tasks: readonly number[], groups: readonly Sources[]): void {
    tasks.forEach((task, part) => {
      this.sourcesOf.set(task, groups[part]);
      this.marks.reopen(task);
      this.marks.read(groups[part]);
    });
  }

  private giveLast(sources: Sources): void {
    this.sourcesOf.set(this.parts.reduce, sources);
    this.marks.read(sources);
  }

  private additionName(level: number): string {
    return `${this.parts.id}/${level}`;
  }

  private isOwnAddition(by: string): boolean {
    const lead = `${this.parts.id}/`;
    return by.startsWith(lead) && /^\d+$/.test(by.slice(lead.length));
  }
}

function groupsOf(sources: Sources, starts: readonly number[]): Sources[] {
  return starts.map((start, group) => sources.slice(start, starts[group + 1]));
}

/** A rest of one goes on to the next level as it is: nobody is asked to make one text of one. */
function withoutSingle(groups: readonly Sources[]): readonly Sources[] {
  return groups.at(-1)?.length === 1 ? groups.slice(0, -1) : groups;
}
