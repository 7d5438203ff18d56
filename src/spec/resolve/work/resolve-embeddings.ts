import { basename } from 'node:path';
import { loadTexts } from '../../embeddings/load-texts.ts';
import { providerFacts, providersWithVectors, type VectorFacts } from '../../providers.ts';
import type { ResolvedSpec } from '../../resolved.ts';
import { defaultEmbeddingsBatch } from '../../schema/embeddings.ts';
import { UsageError } from '../../usage-error.ts';
import type { EmbeddingsWorkload } from '../../work/embeddings-workload.ts';
import type { Layers } from '../layers.ts';
import { fieldFinder } from './field-finder.ts';
import { roleNamed } from './role-named.ts';
import type { WorkSource } from './work-source.ts';

/**
 * Texts to turn into vectors, from a file or the spec.
 *
 * @param where what a sentence about the workload begins with
 */
export async function resolveEmbeddings(
  layers: Layers,
  source: WorkSource,
  where: string,
): Promise<EmbeddingsWorkload> {
  const after = layers.find('workload.reduce', (spec) => spec.workload?.reduce);
  if (after !== null)
    throw new UsageError(
      `${after.where}: vectors are no texts that a task could read; leave it out`,
    );
  const find = fieldFinder(layers, 'embeddings');
  const role = roleNamed(find('role'), source);
  const limits = limitsOf(source.agents, role, where);
  const most = Math.min(...limits.map(({ texts }) => texts));
  const size = find('batchSize');
  if (size !== null && size.value > most)
    throw new UsageError(
      `${size.where}: expected at most ${most}, which is what the provider takes a call, got ${size.value}`,
    );
  const batchSize = size?.value ?? Math.min(most, defaultEmbeddingsBatch);
  const ofProviders = Math.min(...limits.map(({ tokens }) => tokens ?? Number.POSITIVE_INFINITY));
  const tokens = find('maxTokensPerBatch');
  const maxTokensPerBatch = tokens?.value ?? (Number.isFinite(ofProviders) ? ofProviders : null);
  layers.record('workload.embeddings.batchSize', batchSize, size?.source ?? 'default');
  layers.record(
    'workload.embeddings.maxTokensPerBatch',
    maxTokensPerBatch,
    tokens?.source ?? 'default',
  );
  return {
    kind: 'embeddings',
    ...(await textsOf(layers, source, where)),
    batchSize,
    maxTokensPerBatch,
    role,
  };
}

async function textsOf(
  layers: Layers,
  { specDirectory, cwd, stdin }: WorkSource,
  where: string,
): Promise<Pick<EmbeddingsWorkload, 'source' | 'texts'>> {
  const find = fieldFinder(layers, 'embeddings');
  const [file, given] = [find('file'), find('texts')];
  if (given !== null && (file === null || given.rank < file.rank)) {
    const items = given.value.map((one) =>
      typeof one === 'string'
        ? { id: null, text: one }
        : { id: one.id === undefined ? null : String(one.id), text: one.text },
    );
    const words = textsWords(items.length);
    layers.record('workload.embeddings.texts', words, given.source);
    return { source: words, texts: { from: 'spec', items } };
  }
  if (file === null)
    throw new UsageError(`${where}: expected a file of texts, or texts, got neither`);
  if (given?.rank === file.rank)
    throw new UsageError(`${given.where}: expected either a file or texts, got both`);
  const directory = file.source === 'spec' ? specDirectory : cwd;
  const texts = await loadTexts(file.value, { directory, where: file.where, stdin });
  const name = file.value === '-' ? 'stdin' : basename(file.value);
  layers.record('workload.embeddings.file', name, file.source);
  return {
    source: `${name} (${textsWords(texts.starts.length)})`,
    texts: { from: 'file', ...texts },
  };
}

function textsWords(count: number): string {
  return count === 1 ? '1 text' : `${count} texts`;
}

/** What the routes take that a task may go over. @throws UsageError where one gives no vectors */
function limitsOf(
  { roles, routes }: Pick<ResolvedSpec, 'roles' | 'routes'>,
  only: string | null,
  where: string,
): VectorFacts[] {
  return roles
    .filter(({ name }) => only === null || name === only)
    .flatMap(({ name, code, routes: ofRole }) => {
      if (code)
        throw new UsageError(
          `${where}: the agents of the role ${name} are code, which is given no texts for vectors; name another role as workload.embeddings.role`,
        );
      return ofRole.map((route) => {
        const { provider, model } = routes[route];
        const { vectors } = providerFacts(provider);
        if (
          vectors !== undefined &&
          vectors.model !== null &&
          model === providerFacts(provider).model
        )
          throw new UsageError(
            `${where}: ${model} of the role ${name} is for chats; name a model for vectors as roles.${name}.model, like ${vectors.model}`,
          );
        if (vectors !== undefined) return vectors;
        throw new UsageError(
          `${where}: the role ${name} goes to ${provider}, which turns no texts into vectors; providers that do: ${providersWithVectors().join(', ')}`,
        );
      });
    });
}
