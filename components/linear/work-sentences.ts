import { TaskStatus } from '../../src/state/agent-state.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { ConsensusView, WorkflowsView, WorkView } from '../../src/state/work-view.ts';
import { asciiGlyphs } from '../glyphs.ts';
import type { LiveRun } from '../live-run.ts';
import { count, money, percent, plural } from '../parts/format.ts';
import { costWord } from '../workload/figure-words.ts';
import { failedNames, isPaused, runningNames } from '../workload/flow-look.ts';
import { takenWith } from '../workload/node-links.ts';
import { nodeLook, nodeMs } from '../workload/node-look.ts';
import { type Tally, tallyOf } from '../workload/tally.ts';
import { itemCount, itemName, itemTasks } from '../workload/workload-items.ts';
import { Menu } from './menu.ts';
import { listed, sentence, spoken, timeWords } from './spoken.ts';

const standsAlone = 'Each task stands alone: there are no workflows, votes or variants.';
const mostListed = 20;

interface WorkAsking {
  readonly run: LiveRun;
  readonly snapshot: RunSnapshot;
  /** A workflow, a variant, or the number of one in the list. */
  readonly argument: string;
  readonly type: (line: string) => void;
}

/** How the work hangs together: a list of its parts, of which each can be asked for, or one of them whole. */
export function workAnswer({
  run,
  snapshot,
  argument,
  type,
}: WorkAsking): readonly string[] | Menu {
  const work = run.work?.() ?? null;
  if (work === null) return [standsAlone];
  if (work.kind === 'content') return contentSentences(snapshot, work);
  const items = itemCount(work, 0);
  const name = (item: number) => itemName(work, item, (task) => run.taskId(task));
  if (items === 1 && argument === '') return whole(run, snapshot, work, 0);
  if (argument !== '') {
    const all = Array.from({ length: items }, (_, item) => item);
    const item = all.find((each) => name(each) === argument) ?? Number(argument) - 1;
    if (!(item in all))
      return [sentence(`there is no ${argument}; say a name or a number of the list, as work 1`)];
    return whole(run, snapshot, work, item);
  }
  const tallies = Array.from({ length: items }, (_, item) =>
    tallyOf(snapshot.taskColumns, itemTasks(work, item)),
  );
  const left = items - mostListed;
  const more = left > 0 ? `, and ${count(left)} more that are not listed` : '';
  return new Menu(
    [sentence(`${summary(work, items)}${more}`)],
    tallies.slice(0, mostListed).map((tally, item) => ({
      word: `${spoken(name(item))}: ${partWords(snapshot, work, item, tally)}`,
      says: '',
      pick: () => type(`work ${item + 1}`),
    })),
  );
}

function summary(work: WorkView, items: number): string {
  if (work.kind === 'compare') return plural(items, 'variant');
  if (work.kind === 'consensus') {
    const saved = work.savedCalls === 0 ? '' : `, ${plural(work.savedCalls, 'call')} saved`;
    return `${count(work.decided)} of ${plural(items, 'question')} decided${saved}`;
  }
  if (work.kind !== 'workflows') return '';
  const many = (state: string) => work.workflows.filter((flow) => flow.state === state).length;
  const states = ['running', 'done', 'partial', 'failed', 'waiting', 'cancelled'];
  const parts = states.map((state) => (many(state) === 0 ? '' : `${count(many(state))} ${state}`));
  return listed([plural(items, 'workflow'), ...parts]);
}

function partWords(snapshot: RunSnapshot, work: WorkView, item: number, tally: Tally): string {
  const { done, total, failed } = tally;
  const ends = listed([
    `${count(done)} of ${plural(total, 'task')} done`,
    failed === 0 ? '' : `${count(failed)} failed`,
  ]);
  if (work.kind === 'workflows') {
    const flow = work.workflows[item];
    const bad = failedNames(snapshot, flow);
    const now = runningNames(snapshot, flow);
    return listed([
      isPaused(snapshot, flow) ? 'paused' : flow.state,
      ends,
      bad.length === 0 ? '' : `${bad.join(' and ')} failed`,
      now.length === 0 ? '' : `now ${now.join(' and ')}`,
      costWord(tally),
    ]);
  }
  if (work.kind === 'consensus') return questionWords(work, item, done);
  return listed([ends, costWord(tally)]);
}

function questionWords({ questions }: ConsensusView, item: number, voted: number): string {
  const { decided, groups, confidence, tasks } = questions[item];
  const leads = groups[0]?.answer;
  const sure = confidence === null ? '' : `${percent(confidence)} % of the votes`;
  if (decided !== null)
    return decided.answer === null
      ? `no answer wins, ${decided.why}`
      : listed([`decided, ${decided.answer}`, sure, decided.why]);
  const votes = `${count(voted)} of ${plural(tasks.length, 'voter')} heard`;
  return listed(['open', votes, leads === undefined ? '' : `${leads} leads`, sure]);
}

/** One of them with all that is in it. */
function whole(run: LiveRun, snapshot: RunSnapshot, work: WorkView, item: number): string[] {
  const tally = tallyOf(snapshot.taskColumns, itemTasks(work, item));
  const name = itemName(work, item, (task) => run.taskId(task));
  const first = sentence(`${name}: ${partWords(snapshot, work, item, tally)}`);
  if (work.kind === 'workflows') return [first, ...flowSentences(snapshot, work, item)];
  if (work.kind !== 'consensus') return [first];
  const { groups, savedCalls } = work.questions[item];
  return [
    first,
    ...groups.map(({ answer, votes }) => sentence(`${answer}: ${plural(votes, 'vote')}`)),
    savedCalls === 0 ? '' : sentence(`${plural(savedCalls, 'call')} saved`),
  ].filter((line) => line !== '');
}

/** By level, a sentence a task: how it stands, what it needs, whether it is on the critical path. */
function flowSentences(
  snapshot: RunSnapshot,
  { workflows }: WorkflowsView,
  item: number,
): string[] {
  const { nodes, levels, budgetNanoUsd } = workflows[item];
  const tallies = nodes.map(({ tasks }) => tallyOf(snapshot.taskColumns, tasks));
  const out = nodes.map((node, index) => {
    const tally = tallies[index];
    const { word } = nodeLook({ snapshot, glyphs: asciiGlyphs }, node, tally);
    const ms = nodeMs(snapshot, node);
    const taken = tally.failed > 0 ? takenWith(nodes, tallies, index) : [];
    return sentence(
      listed([
        `level ${node.level + 1}, ${node.name}: ${word}`,
        node.fansOut && tally.total > 0
          ? `${count(tally.done)} of ${plural(tally.total, 'item')} done`
          : '',
        node.fansOut && tally.failed > 0 ? `${count(tally.failed)} failed` : '',
        taken.length === 0
          ? ''
          : `took ${taken.map((each) => nodes[each].name).join(' and ')} with it`,
        ms === null ? '' : timeWords(ms),
        node.needs.length === 0
          ? ''
          : `needs ${node.needs.map((need) => nodes[need].name).join(' and ')}`,
        node.onCriticalPath ? 'on the critical path' : '',
        node.critical ? '' : 'optional',
      ]),
    );
  });
  const budget = budgetNanoUsd === null ? '' : `, budget ${money(budgetNanoUsd)}`;
  return [sentence(`${plural(levels, 'level')}${budget}`), ...out];
}

function contentSentences(
  snapshot: RunSnapshot,
  work: Extract<WorkView, { kind: 'content' }>,
): string[] {
  const { size, status } = snapshot.taskColumns;
  let [read, total] = [0, 0];
  for (let task = 0; task < size; task++) {
    total += work.chunksOf(task);
    if (status[task] === TaskStatus.done) read += work.chunksOf(task);
  }
  const how = work.mode === 'broadcast' ? 'each agent reads all' : 'shared out among the agents';
  return [sentence(`${count(read)} of ${plural(total, 'chunk')} read, ${how}`)];
}
