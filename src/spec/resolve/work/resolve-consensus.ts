import { basename } from 'node:path';
import { namesThereAre } from '../../near-miss.ts';
import { loadPrompts } from '../../prompts/load-prompts.ts';
import { questionReader } from '../../prompts/question-reader.ts';
import type { Spec } from '../../schema/spec.ts';
import { UsageError } from '../../usage-error.ts';
import {
  type ConsensusWorkload,
  type EarlyStop,
  type Normalize,
  type QuestionItem,
  votersPerQuestion,
} from '../../work/consensus-workload.ts';
import { moduleAt, moduleWords } from '../agent-modules.ts';
import type { Layers } from '../layers.ts';
import type { WorkSource } from './work-source.ts';

type Said = NonNullable<NonNullable<Spec['workload']>['consensus']>;
type Voters = ConsensusWorkload['voters'];

export const defaultVoters = 5;

/**
 * Questions that several agents vote on.
 *
 * @param where what a sentence about the workload begins with
 * @throws UsageError where there is no question, or a role that votes is none of the run's
 */
export async function resolveConsensus(
  layers: Layers,
  source: WorkSource,
  where: string,
): Promise<ConsensusWorkload> {
  const { questions, name } = await readQuestions(layers, source, where);
  const voters = pick(layers, 'voters', ({ voters }) => voters, defaultVoters);
  const weights = pick(layers, 'weights', ({ weights }) => weights, {});
  if (typeof voters === 'object') checkRoles('voters', voters, layers, source);
  checkRoles('weights', weights, layers, source);
  return {
    kind: 'consensus',
    questions,
    voters,
    weights,
    threshold: pick<number | null>(layers, 'threshold', ({ threshold }) => threshold, null),
    normalize: normalizeOf(layers, source),
    earlyStop: stops[String(pick(layers, 'earlyStop', ({ earlyStop }) => earlyStop, true))],
    source: `${name}, ${votersWords(voters)} each`,
  };
}

const stops: Readonly<Record<string, EarlyStop>> = {
  true: 'certain',
  likely: 'likely',
  false: 'never',
};

function questionsWords(count: number): string {
  return count === 1 ? '1 question' : `${count} questions`;
}

function votersWords(voters: Voters): string {
  const count = votersPerQuestion(voters);
  return count === 1 ? '1 voter' : `${count} voters`;
}

async function readQuestions(
  layers: Layers,
  source: WorkSource,
  where: string,
): Promise<{ questions: QuestionItem[]; name: string }> {
  const found = find(layers, 'questions', ({ questions }) => questions);
  if (found === null) {
    throw new UsageError(`${where}: expected questions, a list or the name of a file with them`);
  }
  const said = find(layers, 'prompt', ({ prompt }) => prompt);
  const template = said === null ? null : { text: said.value, where: said.where };
  const reader = questionReader(source.roles, template);
  const { value } = found;
  if (typeof value === 'string') {
    const directory = found.source === 'spec' ? source.specDirectory : source.cwd;
    const questions = await loadPrompts(value, directory, reader, source.stdin);
    const name = value === '-' ? 'stdin' : basename(value);
    layers.record('workload.consensus.questions', name, found.source);
    return { questions, name: `${questionsWords(questions.length)} of ${name}` };
  }
  const { place } = layers.layers[found.rank];
  const questions = value.map((question, index) => {
    const at = (path: readonly (string | number)[]) =>
      place(['workload', 'consensus', 'questions', index, ...path]);
    return typeof question === 'string' ? reader.text(question, at) : reader.record(question, at);
  });
  const name = questionsWords(questions.length);
  layers.record('workload.consensus.questions', name, found.source);
  return { questions, name };
}

function normalizeOf(layers: Layers, { specDirectory, cwd }: WorkSource): Normalize {
  const found = find(layers, 'normalize', ({ normalize }) => normalize);
  const value = found?.value ?? 'text';
  const from = found?.source ?? 'default';
  const path = 'workload.consensus.normalize';
  if (value === 'exact' || value === 'text' || value === 'number' || value.startsWith('json:')) {
    layers.record(path, value, from);
    return value === 'exact' || value === 'text' || value === 'number'
      ? { kind: value }
      : { kind: 'json', pointer: value.slice('json:'.length) };
  }
  const module = moduleAt(value, from === 'spec' ? specDirectory : cwd, found?.where ?? path);
  layers.record(path, moduleWords(module), from);
  return { kind: 'module', ...module };
}

function checkRoles(
  field: 'voters' | 'weights',
  byRole: Readonly<Record<string, number>>,
  layers: Layers,
  { roles }: WorkSource,
): void {
  const unknown = Object.keys(byRole).find((role) => !roles.includes(role));
  if (unknown === undefined) return;
  const where = find(layers, field, (said) => said[field])?.where ?? field;
  throw new UsageError(`${where}: unknown role \`${unknown}\`${namesThereAre(unknown, roles)}`);
}

function find<T>(layers: Layers, field: string, read: (said: Said) => T | undefined) {
  return layers.find(`workload.consensus.${field}`, ({ workload }) =>
    workload?.consensus === undefined ? undefined : read(workload.consensus),
  );
}

function pick<T>(
  layers: Layers,
  field: string,
  read: (said: Said) => T | undefined,
  fallback: T,
): T {
  const found = find(layers, field, read);
  const value = found === null ? fallback : found.value;
  layers.record(`workload.consensus.${field}`, value, found?.source ?? 'default');
  return value;
}
