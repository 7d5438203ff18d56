import type { PromptItem } from '../../spec/work/prompts-workload.ts';

/**
 * The name of every task: the prompt's own id, with `-2`, `-3` for its repetitions, or else
 * `task-0001` by its place in the plan, with as many digits as the plan needs (at least four).
 * Names are never given twice: where the operator's ids would meet a made one, the made ones change.
 */
export function taskIds(items: readonly PromptItem[], repeat: number): (task: number) => string {
  const own = new Set<string>();
  for (const { id } of items) if (id !== undefined) own.add(id);
  const digits = Math.max(4, String(items.length * repeat).length);
  let lead = 'task-';
  while (own.size < items.length && startsAny(own, lead)) lead = `run-${lead}`;
  let sign = '-';
  while (repeat > 1 && repetitionsMeet(own, sign, repeat)) sign += '-';
  return (task) => {
    const { id } = items[task % items.length];
    if (id === undefined) return lead + String(task + 1).padStart(digits, '0');
    const round = Math.floor(task / items.length);
    return round === 0 ? id : `${id}${sign}${round + 1}`;
  };
}

function startsAny(ids: ReadonlySet<string>, lead: string): boolean {
  for (const id of ids) if (id.startsWith(lead)) return true;
  return false;
}

/** Whether an own id is what a repetition of another one would be called. */
function repetitionsMeet(ids: ReadonlySet<string>, sign: string, repeat: number): boolean {
  for (const id of ids) {
    const end = id.lastIndexOf(sign);
    if (end <= 0) continue;
    const round = id.slice(end + sign.length);
    if (/^[1-9]\d*$/.test(round) && Number(round) <= repeat && ids.has(id.slice(0, end))) {
      return true;
    }
  }
  return false;
}
