import type { ResolvedSpec } from '../../spec/resolved.ts';
import type { EmbeddingsWorkload } from '../../spec/work/embeddings-workload.ts';
import { batchNumbers } from '../batch-numbers.ts';
import { type Pieces, PieceTexts } from '../pieces.ts';
import type { Plan } from '../plan.ts';
import { weightedTurns } from '../weighted-turns.ts';
import { type TextSource, textSource } from './text-source.ts';

/**
 * The tasks of texts to turn into vectors: each is a batch, the texts in their order. No text is read
 * here: the tasks know theirs by number.
 */
export function compileEmbeddings(spec: ResolvedSpec, workload: EmbeddingsWorkload): Plan {
  const source = textSource(workload);
  const firsts = batchStarts(source, workload);
  const size = firsts.length - 1;
  const role = new Uint16Array(size);
  const nextRole = weightedTurns(
    spec.roles.map(({ name, agents }) =>
      workload.role === null || workload.role === name ? agents : 0,
    ),
  );
  for (let task = 0; task < size; task++) role[task] = nextRole();
  const priority = Int16Array.from(role, (index) => spec.roles[index].priority);
  const agents = spec.roles.map((each) => each.agents);
  const texts = new PieceTexts((text) => source.of(text).text);
  const numbersOf = (task: number) =>
    Array.from({ length: firsts[task + 1] - firsts[task] }, (_, index) => firsts[task] + index);
  const pieces: Pieces = {
    count: source.count,
    text: (piece) => texts.text(piece),
    name: (piece) => source.of(piece).id,
    messages: (task) => numbersOf(task).map((piece) => ({ role: 'text', parts: [piece] })),
    bytesOf: (task) => numbersOf(task).reduce((sum, piece) => sum + source.bytes(piece), 0),
    countOf: (task) => firsts[task + 1] - firsts[task],
    keep: (record) => texts.keep(record),
    read: () => source.close(),
  };
  const digits = Math.max(4, String(size).length);
  return {
    size,
    role,
    priority,
    batch: batchNumbers(role, priority, agents, spec.batch),
    deadlineMs: null,
    id: (task) => `batch-${String(task + 1).padStart(digits, '0')}`,
    messages: () => [],
    texts: (task) => numbersOf(task).map(pieces.text),
    pieces,
  };
}

/**
 * The first text of each batch, and the number of all of them at the end. A text that is too large by
 * itself is a batch of its own: what the service makes of it is for that to say.
 */
function batchStarts(
  { count, bytes }: TextSource,
  { batchSize, maxTokensPerBatch }: EmbeddingsWorkload,
): Uint32Array {
  const most = maxTokensPerBatch ?? Number.POSITIVE_INFINITY;
  const starts = [0];
  let inBatch = 0;
  let tokens = 0;
  for (let text = 0; text < count; text++) {
    const ofText = Math.ceil(bytes(text) / 2);
    if (inBatch > 0 && (inBatch === batchSize || tokens + ofText > most)) {
      starts.push(text);
      inBatch = 0;
      tokens = 0;
    }
    inBatch++;
    tokens += ofText;
  }
  starts.push(count);
  return Uint32Array.from(starts);
}
