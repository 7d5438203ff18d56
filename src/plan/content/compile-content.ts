import { ContentReader } from '../../spec/content/content-reader.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import type { ContentWorkload } from '../../spec/work/content-workload.ts';
import type { ContentView } from '../../state/work-view.ts';
import { type PiecedMessage, type Pieces, PieceTexts, putTogether } from '../pieces.ts';
import type { Message, Plan } from '../plan.ts';
import type { PlanGraph } from '../plan-graph.ts';
import { TaskTable } from '../task-table.ts';
import { ChunkTable } from './chunk-table.ts';
import { readersOf } from './readers.ts';
import { type Chain, ReadingOrder } from './reading-order.ts';
import { chunkWords, chunkWordsBytes, readingWords } from './reading-words.ts';

/**
 * The tasks of a content: each reader's batches in their order, one reader after the other. A batch is
 * one call. Where the service keeps the conversation of a task, a reader has one task, whose messages
 * are posted in batches.
 *
 * No text is read here: the tasks know their chunks by number.
 */
export function compileContent(spec: ResolvedSpec, workload: ContentWorkload): Plan {
  const chunks = new ChunkTable(workload);
  const readers = readersOf(spec, workload, chunks.count);
  const table = new TaskTable();
  const chains: Chain[] = [];
  const readerOf: number[] = [];
  const severalRoles = new Set(readers.map(({ role }) => role)).size > 1;
  for (const [index, reader] of readers.entries()) {
    const { role, number, chunksATask } = reader;
    const count = Math.ceil(reader.count / chunksATask);
    chains.push({ first: table.size, count });
    const ofRole = severalRoles ? `${spec.roles[role].name}-` : '';
    const name = `${ofRole}reader-${padded(number + 1, spec.roles[role].agents)}`;
    for (let batch = 0; batch < count; batch++) {
      const id = count === 1 ? name : `${name}.batch-${padded(batch + 1, count)}`;
      table.add({ id, role, priority: spec.roles[role].priority });
      readerOf.push(index);
    }
  }
  const order = new ReadingOrder(chains, table.size);
  const files = new ContentReader(workload.files, workload.overlapBytes);
  const severalFiles = workload.files.length > 1;
  const fileName = (chunk: number) => (severalFiles ? chunks.fileName(chunk) : null);
  const texts = new PieceTexts((chunk) =>
    chunkWords(files.text(chunks.place(chunk)), chunk + 1, chunks.count, fileName(chunk)),
  );

  /** Around each chunk, at most. */
  const aroundBytes = Math.max(
    ...workload.files.map(({ name }) =>
      chunkWordsBytes(chunks.count, chunks.count, severalFiles ? name : null),
    ),
  );

  /** The chunks of a task. */
  const partOf = (task: number): { readonly first: number; readonly count: number } => {
    const { first, count, chunksATask } = readers[readerOf[task]];
    const skipped = (task - chains[readerOf[task]].first) * chunksATask;
    return { first: first + skipped, count: Math.min(chunksATask, count - skipped) };
  };

  const introduction = (task: number): string => {
    const { first, count } = partOf(task);
    const reader = readers[readerOf[task]];
    const { answered, lost } = order.before(task);
    return readingWords({
      instruction: workload.instruction,
      instructed: spec.roles[reader.role].instructions !== null,
      first: first + 1,
      last: first + count,
      chunks: chunks.count,
      answer: answered === null ? null : order.answer(answered),
      lost: lost.map((each) => {
        const part = partOf(each);
        return [part.first + 1, part.first + part.count] as const;
      }),
      isLast: first + count === reader.first + reader.count,
    });
  };

  const pieces: Pieces = {
    count: chunks.count,
    text: (piece) => texts.text(piece),
    name: () => null,
    messages(task) {
      if (task >= readerOf.length) return null;
      const { first, count } = partOf(task);
      const { role, converses } = readers[readerOf[task]];
      const { instructions } = spec.roles[role];
      const numbers = Array.from({ length: count }, (_, index) => first + index);
      const said: PiecedMessage[] =
        instructions === null ? [] : [{ role: 'system', parts: [instructions] }];
      // Some models take nothing but turns about: two messages of one side are refused there.
      if (!converses) return [...said, { role: 'user', parts: [introduction(task), ...numbers] }];
      const posts = numbers.map((piece): PiecedMessage => ({ role: 'user', parts: [piece] }));
      return [...said, { role: 'user', parts: [introduction(task)] }, ...posts];
    },
    bytesOf(task) {
      if (task >= readerOf.length) return null;
      const { first, count } = partOf(task);
      const { instructions } = spec.roles[table.role[task]];
      const said = Buffer.byteLength(introduction(task)) + Buffer.byteLength(instructions ?? '');
      const aChunk = aroundBytes + workload.overlapBytes;
      return said + chunks.bytesOf(first, count) + count * aChunk;
    },
    countOf: (task) => (task < readerOf.length ? partOf(task).count : 0),
    keep: (record) => texts.keep(record),
    read: () => files.close(),
  };

  const view = (): ContentView => ({
    kind: 'content',
    mode: workload.mode,
    chunks: chunks.count,
    chunksOf: pieces.countOf,
  });
  const graph: PlanGraph = {
    unfolding: order,
    table,
    planned: table.size,
    needs: (task) => (order.isDeferred(task) ? [task - 1] : []),
    isDeferred: (task) => order.isDeferred(task),
    isTakenIn: (task) => order.isTakenIn(task),
    workflows: [],
    workflowOf: () => -1,
    capped: false,
    limitsOf: () => null,
  };
  return {
    size: table.size,
    role: table.role,
    priority: table.priority,
    batch: table.batch,
    deadlineMs: null,
    id: (task) => table.id(task),
    messages: (task): readonly Message[] => putTogether(pieces.messages(task) ?? [], pieces.text),
    postsAtOnce: (task) => (readers[readerOf[task]]?.converses ? workload.batchSize : 1),
    pieces,
    view,
    // Where every reader has but one task, none waits for another.
    ...(chains.some(({ count }) => count > 1) ? { graph } : {}),
  };
}

/** With as many digits as the last of them has. */
function padded(number: number, last: number): string {
  return String(number).padStart(String(last).length, '0');
}
