import type { LiveRun, PresetDesk, Replay } from '../../components/console-options.ts';
import type { TuningNow } from '../engine/commands/tuning-now.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { UsageError } from '../spec/usage-error.ts';
import { TaskStatus } from '../state/agent-state.ts';
import type { RunState } from '../state/run-state.ts';
import { completeSelection } from '../state/selection/complete-selection.ts';
import { resolveSelection } from '../state/selection/resolve-selection.ts';
import { agentsOf } from '../state/selection/selection.ts';
import type { SelectionFacts } from '../state/selection/selection-facts.ts';
import { type RunSnapshot, takeSnapshot } from '../state/snapshot.ts';
import { openPastRecord } from '../store/past-record.ts';
import { specOf } from '../store/run-record.ts';
import { RunReplay } from '../store/run-replay.ts';
import { readWorkload } from '../store/stored-workload.ts';
import { PastWork } from './past-work.ts';
import { pastTasks } from './recorded-tasks.ts';
import { RunResults } from './run-results.ts';

const over = 'this run is shown read-only';

/**
 * A run of the past as the console looks at it: as it ended, and as it stood at any moment before.
 *
 * @param onProgress told the share of its log that is read
 * @throws UsageError where its record cannot be read
 */
export async function openPastRun(
  directory: string,
  onProgress: (share: number) => void,
): Promise<LiveRun & { readonly replay: Replay }> {
  const { record, reader } = openPastRecord(directory);
  const spec = specOf(record, readWorkload(reader.database));
  try {
    const replay = new RunReplay(reader.database);
    await replay.to(Number.POSITIVE_INFINITY, onProgress);
    const ended = replay.state;
    // Read by the first who asks for one: a selection by names asks for all of them.
    let ids: readonly string[] | null = null;
    replay.t = replay.endT;
    const work = new PastWork(() => reader.database, spec);
    const taskId = (task: number) => {
      ids ??= reader.ids();
      return ids[task] ?? '';
    };
    const facts = (state: RunState): SelectionFacts => ({
      state,
      taskId,
      tagsOf: (task) => spec.roles[state.tasks.role[task]]?.tags ?? [],
      workflowOf: (task) => work.workflowOf(task, state.seq),
    });
    // Looked at with every frame, and the same until another moment is seen.
    let last: RunSnapshot | null = null;
    const snapshot = () => {
      const { state, t } = replay;
      if (last === null || last.t !== t || last.version !== state.version)
        last = takeSnapshot(state, t);
      return last;
    };
    const results = new RunResults(facts(ended), reader, true);
    return {
      past: true,
      replay: {
        directory,
        unfinished: isUnfinished(ended),
        endT: replay.endT,
        to: (t) => replay.to(t),
        close() {
          replay.close();
          reader.close();
        },
      },
      snapshot,
      taskId,
      work: () => work.view(replay.state.seq),
      command: () => ({ ok: false, id: 0, reason: over }),
      preview: () => ({ ok: false, words: over }),
      tuning: () => tuningOf(spec, ended),
      completeSelection: (text, cursor) => completeSelection(text, cursor, facts(replay.state)),
      agentsOf(selection) {
        const { state, t } = replay;
        if ('tasks' in selection) return { ok: true, agents: agentsOf(selection.tasks, state) };
        const found = resolveSelection(selection.query, facts(state), t);
        return found.ok ? { ok: true, agents: agentsOf(found.tasks, state) } : found;
      },
      presets: noPresets,
      results,
      tasks: pastTasks(directory, ended, spec),
      answersOf: (tasks) => reader.answers(tasks),
    };
  } catch (error) {
    reader.close();
    throw error;
  }
}

/** As `swarmdeck runs` has it: what a stop cancelled a resume takes up again. */
function isUnfinished({ counts, tasks, phase }: RunState): boolean {
  return (
    counts.ended < tasks.size || (counts.byStatus[TaskStatus.cancelled] > 0 && phase !== 'DONE')
  );
}

/** Nothing of it is tuned any more. */
const noPresets: PresetDesk = {
  names: async () => [],
  tuningOf: async () => Promise.reject(new UsageError(over)),
  save: async () => Promise.reject(new UsageError(over)),
};

/** What it began with, and of agents and concurrency what it had last. */
function tuningOf(spec: ResolvedSpec, { agents, concurrency }: RunState): TuningNow {
  const { min, max, auto } = spec.concurrency;
  const { batch, retry, breaker, timeouts, budget } = spec;
  return {
    agents: Object.fromEntries(spec.roles.map(({ name }, role) => [name, agents.roleSize(role)])),
    concurrency: auto ? { min, max } : concurrency,
    batch,
    retry,
    breaker,
    timeouts,
    budget,
    routes: spec.routes.map(({ name, pool, maxConnections, limits }) => ({
      name,
      pool,
      maxConnections,
      limits,
    })),
  };
}
