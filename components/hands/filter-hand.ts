import { termAt } from '../../src/state/selection/complete-selection.ts';
import type { ConsoleStore } from '../console-store.ts';
import {
  type FilterTarget,
  type ParsedFilter,
  parseFilter,
  takesSelection,
} from '../filter/filter.ts';
import type { FilterLineState } from '../filter/filter-line-state.ts';
import { filterTargetOf } from '../filter/filter-target.ts';
import type { Actions } from '../keys/binding.ts';
import type { FilterAction } from '../keys/filter-keys.ts';
import { actionFor } from '../keys/keymap.ts';
import type { LiveRun } from '../live-run.ts';
import { editLine, insert, type Line, lineOf } from '../prompt/line-editor.ts';
import { PromptHistory } from '../prompt/prompt-history.ts';
import { commonStart } from '../prompt/prompt-text.ts';
import { oneLine } from '../terminal/sanitize.ts';

interface FilterParts {
  readonly store: ConsoleStore;
  readonly run: () => LiveRun | null;
}

/**
 * The line at the bottom that says what is shown: it holds while it is typed, Enter keeps it and Esc
 * takes it away. A line that makes no filter yet filters nothing.
 */
export class FilterHand {
  private readonly parts: FilterParts;
  private readonly history = new PromptHistory();
  /** The line as it was before candidates were tried in it. */
  private tried: Line | null = null;

  constructor(parts: FilterParts) {
    this.parts = parts;
  }

  readonly actions: Actions<FilterAction> = {
    filter: () => this.open(),
    'filter-keep': () => this.keep(),
    'filter-clear': () => this.clear(),
    'filter-complete': () => this.complete(1),
    'filter-complete-back': () => this.complete(-1),
    'filter-older': () => this.recall(-1),
    'filter-newer': () => this.recall(1),
  };

  /** The line, while it is open. */
  get line(): FilterLineState | null {
    return this.parts.store.get().filterLine;
  }

  /** A key while the line is open; it leaves none to anything else. */
  key(name: string): void {
    const action = actionFor(['filter'], name);
    if (action !== null) return this.actions[action as FilterAction](name);
    const edited = this.line === null ? null : editLine(this.line.line, name);
    if (edited !== null) this.typed(edited);
  }

  paste(text: string): void {
    if (this.line !== null) this.typed(insert(this.line.line, oneLine(text).trim()));
  }

  /** Leaves the line as Esc does not: what was typed stays the filter. */
  close(): void {
    this.parts.store.update({ filterLine: null });
  }

  private open(): void {
    const { store } = this.parts;
    const target = filterTargetOf(store.get());
    if (target === null) return;
    this.history.rest();
    this.tried = null;
    this.show(target, lineOf(store.get().filters[target]?.text ?? ''));
  }

  private typed(line: Line): void {
    if (this.line === null) return;
    this.tried = null;
    this.history.rest();
    this.show(this.line.target, line);
  }

  /** Shows the line, and filters by it at once. */
  private show(target: FilterTarget, line: Line): void {
    const { store } = this.parts;
    const filterLine = {
      target,
      line,
      completion: this.completion(target, line),
      picked: -1,
      problem: null,
    };
    store.update({ filterLine, filters: this.filtersWith(target, line) });
  }

  private filtersWith(target: FilterTarget, { text }: Line) {
    const { filters } = this.parts.store.get();
    const parsed = this.parse(text, target);
    const filter = (parsed.ok ? parsed.filter : null) ?? undefined;
    // Most keys of a line that is being typed change the filter, but those that move in it do not.
    return filters[target]?.text === filter?.text ? filters : { ...filters, [target]: filter };
  }

  /** A selection is asked of the run too: what it knows not, no agent works on. */
  private parse(text: string, target: FilterTarget): ParsedFilter {
    const parsed = parseFilter(text, target);
    const query = parsed.ok ? parsed.filter?.query : null;
    const run = this.parts.run();
    if (run === null || query === null || query === undefined) return parsed;
    const found = run.agentsOf({ query });
    return found.ok ? parsed : found;
  }

  private completion(target: FilterTarget, { text, cursor }: Line): FilterLineState['completion'] {
    const run = this.parts.run();
    const { from, to } = termAt(text, cursor);
    const found =
      takesSelection(target) && run !== null && !/^!?\//.test(text)
        ? run.completeSelection(text, cursor)
        : [];
    return { from, to, candidates: found.map((candidate) => ({ text: candidate, says: '' })) };
  }

  private keep(): void {
    const { line } = this;
    if (line === null) return;
    const { text } = line.line;
    const parsed = this.parse(text, line.target);
    if (!parsed.ok) {
      this.parts.store.update({ filterLine: { ...line, problem: parsed.message } });
      return;
    }
    if (text.trim() !== '') this.history.add(text.trim());
    this.close();
  }

  private clear(): void {
    if (this.line === null) return;
    const { filters } = this.parts.store.get();
    this.parts.store.update({
      filterLine: null,
      filters: { ...filters, [this.line.target]: undefined },
    });
  }

  private recall(direction: -1 | 1): void {
    if (this.line === null) return;
    const text = this.history.step(direction, this.line.line.text);
    if (text === null) return;
    this.tried = null;
    this.show(this.line.target, lineOf(text));
  }

  /** As in the command line: what all candidates begin with, then one after the other. */
  private complete(step: 1 | -1): void {
    const { line } = this;
    const candidates = line?.completion.candidates ?? [];
    if (line === null || candidates.length === 0) return;
    const { from, to } = line.completion;
    const { text } = line.line;
    const common = commonStart(candidates.map((candidate) => candidate.text));
    if (this.tried === null && common.length > to - from)
      return this.typed(replaced(line.line, from, to, common));
    const count = candidates.length + 1;
    const picked = ((line.picked + 1 + step + count) % count) - 1;
    this.tried ??= { text, cursor: line.line.cursor };
    const { tried } = this;
    const now = picked < 0 ? tried : replaced(tried, from, to, candidates[picked].text);
    if (picked < 0) this.tried = null;
    this.parts.store.update({
      filterLine: { ...line, line: now, picked, problem: null },
      filters: this.filtersWith(line.target, now),
    });
  }
}

function replaced({ text }: Line, from: number, to: number, by: string): Line {
  return { text: text.slice(0, from) + by + text.slice(to), cursor: from + by.length };
}
