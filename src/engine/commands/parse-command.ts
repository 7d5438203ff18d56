import { nearMiss } from '../../spec/near-miss.ts';
import type { Command, TaskSelection } from './command.ts';
import { commandCatalogue } from './command-catalogue.ts';
import { CommandError } from './command-error.ts';
import type { CommandNames } from './command-names.ts';
import {
  agentsOf,
  alone,
  concurrencyOf,
  nameOf,
  now,
  routeOf,
  sharesOf,
} from './parse-arguments.ts';
import { type ExportCommand, parseExport } from './parse-export.ts';
import {
  parseOnTasks,
  parsePriority,
  parseRoute,
  type Rest,
  selectionOf,
} from './parse-selected.ts';
import { parseBudget, parseLimit, parseSet } from './parse-tuning.ts';
import { readWords, type Word } from './read-words.ts';
import { routeNamed } from './route-named.ts';

/** What a command line asks of the console itself, or of it first. */
export type ConsoleCommand =
  /** The command of the same name, once the console knows what the preset sets. */
  | { readonly type: 'switch'; readonly preset: string }
  | { readonly type: 'save'; readonly name: string }
  | { readonly type: 'mark'; readonly selection: TaskSelection }
  | { readonly type: 'theme'; readonly name: string }
  | ExportCommand
  | { readonly type: 'unmark' | 'results' | 'work' | 'history' | 'help' | 'quit' };

export type ParsedCommand =
  | { readonly ok: true; readonly command: Command | ConsoleCommand }
  /** One sentence that names the mend, and where in the text it is about. */
  | { readonly ok: false; readonly at: number; readonly message: string };

const ofConsole: ReadonlySet<string> = new Set<ConsoleCommand['type']>([
  'switch',
  'save',
  'mark',
  'theme',
  'export',
  'unmark',
  'results',
  'work',
  'history',
  'help',
  'quit',
]);

export function isOfConsole(command: Command | ConsoleCommand): command is ConsoleCommand {
  return ofConsole.has(command.type);
}

/**
 * Reads a command as an operator types it, and as `commandWords` writes it: `concurrency 200`,
 * `cancel status:retrying age>2m`, `limit azure/gpt-5-mini tpm=60k`. What it names (roles, routes,
 * presets) must be there; whether it can be done now is the engine's to say.
 */
export function parseCommand(text: string, names: CommandNames): ParsedCommand {
  try {
    return { ok: true, command: parse(text, names) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { ok: false, at: error.at, message: error.message };
  }
}

function parse(text: string, names: CommandNames): Command | ConsoleCommand {
  const [head, ...words] = readWords(text);
  if (head === undefined) throw new CommandError(0, 'a command is missing; help shows them all');
  const rest: Rest = {
    at: head.at + head.text.length,
    text: text.slice(head.at + head.text.length),
  };
  const end = text.length;
  switch (head.text) {
    case 'pause':
      if (isSelection(words)) return parseOnTasks('hold', rest, names);
      return { type: 'pause', mode: now(head, words) ? 'hard' : 'soft' };
    case 'resume':
      if (isSelection(words)) return parseOnTasks('unhold', rest, names);
      alone(head, words);
      return { type: 'resume' };
    case 'stop':
      return { type: 'stop', mode: now(head, words) ? 'now' : 'drain' };
    case 'concurrency':
      return { type: 'concurrency', value: concurrencyOf(words, end) };
    case 'agents':
      return agentsOf(words, end, names);
    case 'share':
      return sharesOf(words, end, names);
    case 'budget':
      return { type: 'tune', wish: parseBudget(words, end) };
    case 'limit':
    case 'set': {
      const wish = head.text === 'set' ? parseSet(words, end) : parseLimit(words, end);
      if (wish.route !== undefined) routeNamed(words[0], names);
      return { type: 'tune', wish };
    }
    case 'rerun':
      return parseOnTasks('retry', rest, names);
    case 'cancel':
    case 'retry':
    case 'requeue':
    case 'allow':
    case 'refuse':
      return parseOnTasks(head.text, rest, names);
    case 'route':
      return parseRoute(rest, names);
    case 'priority':
      return parsePriority(rest, names);
    case 'trip':
    case 'reset':
      return { type: 'breaker', action: head.text, route: routeOf(words, end, head.text, names) };
    case 'breaker': {
      const [action, ...others] = words;
      if (action?.text !== 'trip' && action?.text !== 'reset')
        throw new CommandError(action?.at ?? end, 'breaker takes trip or reset, and then a route');
      return {
        type: 'breaker',
        action: action.text,
        route: routeOf(others, end, action.text, names),
      };
    }
    default:
      return ofConsoleItself(head, words, rest, end, names);
  }
}

/** With a field in it: a bare word behind `pause` is more likely meant otherwise. */
function isSelection(words: readonly Word[]): boolean {
  return words.some(({ text }) => /[:<>=]/.test(text));
}

function ofConsoleItself(
  head: Word,
  words: readonly Word[],
  rest: Rest,
  end: number,
  names: CommandNames,
): ConsoleCommand {
  switch (head.text) {
    case 'preset':
      return { type: 'switch', preset: nameOf(words, end, 'preset', names.presets) };
    case 'save':
      return { type: 'save', name: nameOf(words, end, 'save', null) };
    case 'theme':
      return { type: 'theme', name: nameOf(words, end, 'theme', names.themes) };
    case 'mark':
      return { type: 'mark', selection: selectionOf(rest, names, 'mark status:retrying') };
    case 'export':
    case 'export!':
      return parseExport(rest, head.text === 'export!', names);
    case 'unmark':
    case 'results':
    case 'work':
    case 'history':
    case 'help':
    case 'quit':
      alone(head, words);
      return { type: head.text };
    default:
      throw new CommandError(head.at, unknownCommand(head.text));
  }
}

function unknownCommand(word: string): string {
  const near = nearMiss(
    word,
    commandCatalogue.map((entry) => entry.word),
  );
  return `there is no command \`${word}\`${near === null ? '; help shows them all' : `; did you mean \`${near}\`?`}`;
}
