import { resultsEndings } from '../../report/results-format.ts';
import { priorityWords } from '../../spec/priority.ts';
import { termAt } from '../../state/selection/complete-selection.ts';
import { type FieldName, selectionFields } from '../../state/selection/selection-fields.ts';
import { type Candidate, candidates } from './candidate.ts';
import { type CommandEntry, commandCatalogue, commandEntry } from './command-catalogue.ts';
import type { CommandNames } from './command-names.ts';
import { concurrencyWords } from './command-words.ts';
import { completeSettings } from './complete-settings.ts';
import { readWords, type Word } from './read-words.ts';
import type { TuningNow } from './tuning-now.ts';

/** What completion knows of the run and of the console. */
export interface CommandFacts extends CommandNames {
  /** Words that stand for a selection in the console: what is marked, what the cursor is on. */
  readonly selectionWords: readonly Candidate[];
  /** The tuning in force; null where no run is. */
  tuning(): TuningNow | null;
  /** As `completeSelection`. */
  completeSelection(text: string, cursor: number): readonly string[];
}

/** What may stand from `from` to `to` in the text. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly candidates: readonly Candidate[];
}

/** What the word under the cursor may become, the likeliest first. */
export function completeCommand(text: string, cursor: number, facts: CommandFacts): Completion {
  const words = readWords(text);
  const [head] = words;
  const at = words.find((word) => word.at <= cursor && cursor <= word.at + word.text.length);
  const from = at?.at ?? cursor;
  const to = at === undefined ? cursor : at.at + at.text.length;
  const typed = text.slice(from, cursor);
  if (head === undefined || cursor <= head.at + head.text.length)
    return { from, to, candidates: starting(typed, commandCatalogue.map(candidateOf)) };
  const entry = commandEntry(head.text);
  if (entry === null) return { from, to, candidates: [] };
  const before = words.filter((word) => word.at + word.text.length < from).length - 1;
  const place: Place = { text, cursor, start: head.at + head.text.length, from, to, typed, before };
  if (entry.takes === 'file selection') return ofExport(entry, place, words[1], facts);
  if (entry.takes.startsWith('selection')) return ofSelection(entry, place, facts);
  return { from, to, candidates: starting(typed, valuesOf(entry, place, facts)) };
}

interface Place {
  readonly text: string;
  readonly cursor: number;
  /** Where the word of the command ends. */
  readonly start: number;
  readonly from: number;
  readonly to: number;
  readonly typed: string;
  /** Words between that of the command and this one. */
  readonly before: number;
}

function valuesOf(entry: CommandEntry, place: Place, facts: CommandFacts): Candidate[] {
  const { before, typed } = place;
  const tuning = facts.tuning();
  switch (entry.takes) {
    case 'now':
      return before === 0 ? candidates(['now']) : [];
    case 'concurrency': {
      if (before > 0) return [];
      const is = tuning === null ? [] : candidates([concurrencyWords(tuning.concurrency)], 'now');
      const fixed = candidates(['fixed'], 'stays where it is');
      return [...is, ...candidates(['auto'], 'adapts to the servers'), ...fixed];
    }
    case 'share':
      return facts.roles.map((role) => ({
        text: `${role}=`,
        says: agentWords(tuning?.agents[role]),
      }));
    case 'agents': {
      if (before > 1) return [];
      const role = readWords(place.text)[1]?.text ?? '';
      const is = tuning?.agents[role];
      if (before === 1) return is === undefined ? [] : candidates([String(is)], 'now');
      return facts.roles.map((text) => ({ text, says: nowWords(tuning?.agents[text]) }));
    }
    case 'budget':
    case 'limit':
    case 'set': {
      const settings = completeSettings(entry.takes, typed, tuning, readWords(place.text)[1]?.text);
      const routes = entry.takes === 'limit' && before === 0 && facts.routes.length > 1;
      return routes ? [...candidates(facts.routes), ...settings] : settings;
    }
    case 'route':
      return before === 0 ? candidates(facts.routes) : [];
    case 'breaker':
      if (before > 1) return [];
      return before === 0 ? candidates(['trip', 'reset']) : candidates(facts.routes);
    case 'preset':
      return before === 0 ? candidates(facts.presets ?? []) : [];
    case 'theme':
      return before === 0 ? candidates(facts.themes) : [];
    default:
      return [];
  }
}

/** First a file, by the ends that its name may have, and behind it a selection. */
function ofExport(
  entry: CommandEntry,
  place: Place,
  file: Word | undefined,
  facts: CommandFacts,
): Completion {
  const { from, to, typed, before } = place;
  if (before > 0 && file !== undefined) {
    const start = file.at + file.text.length;
    const shown = { text: 'shown', says: 'what the list of results shows' };
    const selectionWords = [...facts.selectionWords, shown];
    return ofSelection(
      entry,
      { ...place, start, before: before - 1 },
      { ...facts, selectionWords },
    );
  }
  const name = typed.replace(/\.\w*$/, '') || 'results';
  const files = resultsEndings.map((end) => `${name}${end}`);
  return { from, to, candidates: starting(typed, candidates(files)) };
}

function ofSelection(entry: CommandEntry, place: Place, facts: CommandFacts): Completion {
  const { text, cursor, start, from, to, typed, before } = place;
  const last: Candidate[] =
    entry.takes === 'selection route'
      ? candidates(facts.routes)
      : entry.takes === 'selection priority'
        ? candidates(priorityWords)
        : [];
  const first = [...facts.selectionWords, ...candidates(facts.roles, 'all tasks of the role')];
  const own = starting(typed, before === 0 ? first : last);
  const query = text.slice(start);
  const term = termAt(query, cursor - start);
  const terms = facts
    .completeSelection(query, cursor - start)
    .map((found) => ({ text: found, says: meaning(found) }));
  // A name in quotes may hold spaces: then the term begins before the word.
  const inTerm = term.from < term.to && start + term.from < from;
  return inTerm
    ? { from: start + term.from, to: start + term.to, candidates: terms }
    : { from, to, candidates: [...own, ...terms] };
}

/** What a field asks of a task, where the candidate is no more than its name and sign. */
function meaning(term: string): string {
  const [, field = ''] = /^!?(\w+)[:<>=]+$/.exec(term) ?? [];
  return Object.hasOwn(selectionFields, field) ? selectionFields[field as FieldName].means : '';
}

function candidateOf({ word, says }: CommandEntry): Candidate {
  return { text: word, says };
}

function agentWords(agents: number | undefined): string {
  return agents === undefined ? '' : `${agents} agents now`;
}

function nowWords(agents: number | undefined): string {
  return agents === undefined ? '' : `${agents} now`;
}

function starting(typed: string, candidates: readonly Candidate[]): Candidate[] {
  const wanted = typed.toLowerCase();
  return candidates.filter(({ text }) => text.toLowerCase().startsWith(wanted));
}
