import { nearMiss } from '../../spec/near-miss.ts';
import { priorityOf, priorityWords } from '../../spec/priority.ts';
import { parseSelection } from '../../state/selection/parse-selection.ts';
import type { TaskCommand, TaskSelection } from './command.ts';
import { CommandError } from './command-error.ts';
import type { CommandNames } from './command-names.ts';
import { routeNamed } from './route-named.ts';

/** What follows the word of a command on tasks, and where it stands. */
export interface Rest {
  readonly at: number;
  readonly text: string;
}

const examples: Readonly<Partial<Record<TaskCommand['type'], string>>> = {
  allow: 'allow status:tool',
  refuse: 'refuse status:tool',
  hold: 'pause workflow:hr',
  unhold: 'resume workflow:hr',
};

/** `cancel SELECTION`, `retry SELECTION`, `requeue SELECTION`, `allow SELECTION`, `refuse SELECTION`. */
export function parseOnTasks(
  type: Exclude<TaskCommand['type'], 'route' | 'priority'>,
  rest: Rest,
  names: CommandNames,
): TaskCommand {
  const example = examples[type] ?? `${type} status:retrying`;
  return { type, selection: selectionOf(rest, names, example) };
}

/** `route SELECTION ROUTE` */
export function parseRoute(rest: Rest, names: CommandNames): TaskCommand {
  const [route = 'ollama/llama3.2'] = names.routes;
  const { before, last } = lastWord(
    rest,
    `route takes a selection and a route, as route all ${route}`,
  );
  return {
    type: 'route',
    selection: selectionOf(before, names, `route all ${route}`),
    route: routeNamed(last, names),
  };
}

/** `priority SELECTION high` */
export function parsePriority(rest: Rest, names: CommandNames): TaskCommand {
  const example = 'priority status:queued high';
  const { before, last } = lastWord(
    rest,
    `priority takes a selection and a priority, as ${example}`,
  );
  const word = last.text.toLowerCase();
  const isWord = (priorityWords as readonly string[]).includes(word);
  if (!isWord && !/^-?\d+$/.test(word)) {
    const near = nearMiss(word, priorityWords);
    throw new CommandError(
      last.at,
      `a priority is critical, high, normal, low or a whole number, not ${last.text}${near === null ? '' : `; did you mean \`${near}\`?`}`,
    );
  }
  const value = isWord ? priorityOf(word) : Number(word);
  return { type: 'priority', selection: selectionOf(before, names, example), value };
}

/** The selection as a query; the bare name of a role is all of its tasks. */
export function selectionOf(rest: Rest, names: CommandNames, example: string): TaskSelection {
  const query = rest.text.trim();
  if (query === '') throw new CommandError(rest.at, `say which tasks, as ${example}`);
  if (names.roles.includes(query)) return { query: `role:${query}` };
  const parsed = parseSelection(rest.text);
  if (!parsed.ok) throw new CommandError(rest.at + parsed.at, parsed.message);
  return { query };
}

function lastWord(rest: Rest, missing: string): { before: Rest; last: Rest } {
  const text = rest.text.trimEnd();
  const cut = text.lastIndexOf(' ') + 1;
  if (text.slice(0, cut).trim() === '') throw new CommandError(rest.at + text.length, missing);
  return {
    before: { at: rest.at, text: text.slice(0, cut) },
    last: { at: rest.at + cut, text: text.slice(cut) },
  };
}
