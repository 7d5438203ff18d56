import { statSync } from 'node:fs';
import type { Workload } from '../work/workload.ts';
import type { ReadFile } from './file-reader.ts';

/** Whether the files whose texts a workload has not taken are as they were when it was read. */
export function isAsRead(workload: Workload): boolean {
  return filesOf(workload).every(({ path, bytes, modifiedMs }) => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.size === bytes && found.mtimeMs === modifiedMs;
  });
}

function filesOf(workload: Workload): readonly ReadFile[] {
  if (workload.kind === 'content') return workload.files;
  if (workload.kind !== 'embeddings' || workload.texts.from !== 'file') return [];
  return [workload.texts];
}
