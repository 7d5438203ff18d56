import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { UsageError } from '../spec/usage-error.ts';
import type { PromptItem } from '../spec/work/prompts-workload.ts';
import { readRecord } from './run-reader.ts';
import type { RunRecord } from './run-record.ts';
import { type Database, openDatabase } from './sqlite.ts';
import { readPlan } from './stored-plan.ts';

/** What a run was asked. */
export interface StoredPrompts {
  readonly record: RunRecord;
  /** A prompt for every task of its plan, each with the role that did it. */
  readonly items: readonly PromptItem[];
}

/** Tasks that are read before others have their turn. */
const portion = 500;

/**
 * The prompts of a run, from its run.db alone, so that they can be asked again where the file they
 * came from has changed. Reads in portions: a large run must hold nobody's hand.
 *
 * @throws UsageError where the directory holds no run that can be read
 */
export async function storedPrompts(directory: string): Promise<StoredPrompts> {
  const database = openRunDatabase(directory);
  try {
    const record = readRecord(database);
    needPrompts(record, directory);
    const { roles } = record.spec;
    const plan = readPlan(database);
    // The last one puts the answers of the others together, and calls of its own may stand behind it.
    const asked = record.spec.reduce ? record.tasks - 1 : plan.size;
    const items: PromptItem[] = [];
    for (let task = 0; task < asked; task++) {
      if (task % portion === 0) await setImmediate();
      const messages = plan.messages(task);
      const system = messages.find(({ role }) => role === 'system')?.content;
      const deadline = plan.deadlineMs?.[task] ?? Number.POSITIVE_INFINITY;
      items.push({
        id: plan.id(task),
        prompt: messages.findLast(({ role }) => role === 'user')?.content ?? '',
        role: roles[plan.role[task]].name,
        priority: plan.priority[task],
        ...(system !== undefined && { system }),
        ...(Number.isFinite(deadline) && { deadlineSeconds: deadline / 1000 }),
      });
    }
    return { record, items };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${directory}: its run cannot be read: ${(error as Error).message}`);
  } finally {
    database.close();
  }
}

/**
 * Tasks that belong together are no prompts: one by one they would be asked with the answers of that run, and
 * nothing would be made of what they give.
 */
function needPrompts({ spec }: RunRecord, directory: string): void {
  const { kind } = spec.workload;
  if (kind !== 'prompts')
    throw new UsageError(
      `${directory}: its run has no prompts to be asked again, its work is ${kind}; start it from its file`,
    );
}

function openRunDatabase(directory: string): Database {
  try {
    return openDatabase(join(directory, 'run.db'), { readOnly: true });
  } catch {
    throw new UsageError(`${directory} holds no run that can be read; see "swarmdeck runs"`);
  }
}
