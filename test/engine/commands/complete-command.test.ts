import { expect, test } from 'vitest';
import {
  type CommandFacts,
  completeCommand,
} from '../../../src/engine/commands/complete-command.ts';
import { completeSelection } from '../../../src/state/selection/complete-selection.ts';
import { FoldedRun } from '../../helpers/folded-state.ts';
import { names, tuning } from './names.ts';

const run = new FoldedRun({
  roles: [
    { name: 'kaoz', agents: 400, routes: [0] },
    { name: 'order', agents: 100, routes: [1] },
  ],
  routes: names.routes,
  tasks: [0, 1],
});
const facts: CommandFacts = {
  ...names,
  selectionWords: [{ text: 'marked', says: '3 agents' }],
  tuning: () => tuning,
  completeSelection: (text, cursor) =>
    completeSelection(text, cursor, {
      state: run.state,
      taskId: (task) => `task ${task}`,
      tagsOf: () => ['nightly'],
      workflowOf: () => null,
    }),
};

/** What each candidate makes of the text; the cursor stands at the bar. */
function completed(text: string): string[] {
  const cursor = text.indexOf('|');
  const plain = text.replace('|', '');
  const { from, to, candidates } = completeCommand(plain, cursor, facts);
  return candidates.map((candidate) => plain.slice(0, from) + candidate.text + plain.slice(to));
}

const says = (text: string) =>
  completeCommand(text, text.length, facts).candidates.map((each) => `${each.text} ${each.says}`);

test('a command word is completed, and says what it does', () => {
  expect(completed('con|')).toEqual(['concurrency']);
  expect(completed('re|')).toEqual(['resume', 'retry', 'requeue', 'refuse', 'reset', 'results']);
  expect(says('pau')).toEqual(['pause calls end; now cuts them']);
  expect(completed('|')).toHaveLength(29);
});

test('the word under the cursor is replaced, what follows it stays', () => {
  expect(completed('rou| kaoz ollama/llama3.2')).toEqual(['route kaoz ollama/llama3.2']);
  expect(completed('agents k| 40')).toEqual(['agents kaoz 40']);
});

test('what is set now is offered first', () => {
  expect(says('concurrency ')).toEqual([
    '500 now',
    'auto adapts to the servers',
    'fixed stays where it is',
  ]);
  expect(says('agents ')).toEqual(['kaoz 400 now', 'order 100 now']);
  expect(says('agents kaoz ')).toEqual(['400 now']);
  expect(says('share ')).toEqual(['kaoz= 400 agents now', 'order= 100 agents now']);
  expect(says('set retry.retries')).toEqual(['retry.retries= 5 now']);
  expect(completed('set retry.jitter=|')).toEqual([
    'set retry.jitter=decorrelated',
    'set retry.jitter=full',
    'set retry.jitter=none',
  ]);
  expect(says('budget ')).toContain('run= 25 now');
});

test('a limit is completed with what the named route has', () => {
  expect(completed('limit a|')).toEqual(['limit azure/gpt-5-mini']);
  expect(says('limit azure/gpt-5-mini tpm')).toEqual(['tpm= 90000 now']);
  expect(says('limit ollama/llama3.2 tpm')).toEqual(['tpm= none now']);
  // Where routes differ there is no one value.
  expect(says('limit tpm')).toEqual(['tpm= ']);
  expect(says('limit azure/gpt-5-mini tpm=')).toEqual(['tpm=90000 now', 'tpm=none ']);
});

test('a selection is completed term by term, with the words of the console and the roles', () => {
  expect(completed('cancel ma|')).toEqual(['cancel marked']);
  expect(completed('cancel ka|')).toEqual([
    'cancel kaoz',
    'cancel kaoz_0',
    ...completed('cancel kaoz_|').slice(1),
  ]);
  expect(completed('cancel status:ret| age>2m')).toEqual(['cancel status:retrying age>2m']);
  expect(completed('retry err|')).toEqual(['retry error:']);
  expect(says('retry erro')[0]).toMatch(/^error: the class of its last failure/);
  expect(completed('cancel task:"task 1|')).toEqual(['cancel task:"task 1"']);
});

test('behind a selection come routes and priorities', () => {
  expect(completed('route kaoz |').slice(0, 2)).toEqual([
    'route kaoz azure/gpt-5-mini',
    'route kaoz ollama/llama3.2',
  ]);
  expect(completed('priority all hi|')).toEqual(['priority all high']);
});

test.each([
  ['trip o|', ['trip ollama/llama3.2']],
  ['breaker |', ['breaker trip', 'breaker reset']],
  ['preset m|', ['preset medium']],
  ['theme |', ['theme dark', 'theme light', 'theme mono', 'theme contrast']],
  ['stop |', ['stop now']],
  ['resume |', []],
  ['frobnicate |', []],
  ['save |', []],
])('%s', (text, expected) => {
  expect(completed(text)).toEqual(expected);
});

test('nothing is offered that is not known', () => {
  const blank = { ...facts, presets: null, tuning: () => null };
  expect(completeCommand('preset ', 7, blank).candidates).toEqual([]);
  expect(completeCommand('set retry.retries=', 18, blank).candidates).toEqual([]);
});

test('an export completes the end of the name, and behind it what is written', () => {
  expect(completed('export |')).toEqual([
    'export results.csv',
    'export results.jsonl',
    'export results.md',
  ]);
  expect(completed('export night|')).toEqual([
    'export night.csv',
    'export night.jsonl',
    'export night.md',
  ]);
  expect(completed('export night.c|')).toEqual(['export night.csv']);
  expect(completed('export! a.csv sh|')).toEqual(['export! a.csv shown']);
  expect(completed('export a.csv ma|')).toEqual(['export a.csv marked']);
  expect(completed('export a.csv status:fai|')).toEqual(['export a.csv status:failed']);
});
