import type { WorkWish } from '../../../components/launch-choices.ts';
import { allRuns } from '../../store/find-run.ts';
import { readRunJson } from '../../store/run-files.ts';
import { plural } from '../format.ts';

/** What the run was asked that was started last; null where there is none. */
export function lastWork(): { work: WorkWish; words: string } | null {
  const records = allRuns().flatMap(({ directory }) => {
    const record = readRunJson(directory);
    return record === null ? [] : [{ directory, record }];
  });
  records.sort((a, b) => (a.record.startedAt < b.record.startedAt ? 1 : -1));
  const [last] = records;
  if (last === undefined) return null;
  const { name, startedAt, tasks, spec } = last.record;
  const { kind } = spec.workload;
  const began = new Date(startedAt);
  const when = `${began.toLocaleDateString('en-CA')} ${began.toTimeString().slice(0, 5)}`;
  return {
    work: { kind: 'run', directory: last.directory, name },
    words: `${name}, ${kind === 'prompts' ? plural(tasks, 'task') : `${kind}: from its file alone`}, of ${when}`,
  };
}
