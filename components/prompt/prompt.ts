import type { Command } from '../../src/engine/commands/command.ts';
import { commandEntry } from '../../src/engine/commands/command-catalogue.ts';
import type { CommandFacts } from '../../src/engine/commands/complete-command.ts';
import {
  type ConsoleCommand,
  type ParsedCommand,
  parseCommand,
} from '../../src/engine/commands/parse-command.ts';
import type { ConsoleStore } from '../console-store.ts';
import { actionFor } from '../keys/keymap.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { editLine, insert, type Line, lineOf } from './line-editor.ts';
import { PromptHistory } from './prompt-history.ts';
import type { PromptHint, PromptState } from './prompt-state.ts';
import { commonStart, completionOf, replaced, usageOf } from './prompt-text.ts';

/** What came of a command that was run: it was taken, or why it was refused. */
export type Ran = { readonly ok: true } | { readonly ok: false; readonly message: string };

export interface PromptParts {
  readonly store: ConsoleStore;
  facts(): CommandFacts;
  /** What a command would do; null where there is nothing to say. It may ask for a later look. */
  hint(command: Command | ConsoleCommand): PromptHint | null;
  run(command: Command | ConsoleCommand): Ran | Promise<Ran>;
}

/** No more often than this is a command asked what it would do, while it is being typed. */
const hintEveryMs = 150;
/** So long is what was said of it taken as true. */
const hintAgesMs = 500;

/** The command line: takes keys while it is open. What it shows is in the store. */
export class Prompt {
  private readonly parts: PromptParts;
  private readonly history = new PromptHistory();
  /** The line as it was before candidates were tried in it. */
  private tried: Line | null = null;
  private hintedText: string | null = null;
  private hintedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: PromptParts) {
    this.parts = parts;
  }

  get isOpen(): boolean {
    return this.parts.store.get().prompt !== null;
  }

  /** @param list with all candidates one below the other */
  open(text = '', list = false): void {
    this.history.rest();
    this.tried = null;
    this.hintedText = null;
    this.show(lineOf(text), list);
  }

  close(): void {
    this.parts.store.update({ prompt: null });
  }

  key(name: string): void {
    const { prompt } = this.parts.store.get();
    if (prompt === null) return;
    switch (actionFor(['prompt'], name)) {
      case 'prompt-leave':
        return this.close();
      case 'prompt-run':
        return this.enter(prompt);
      case 'prompt-complete':
        return this.complete(prompt, 1);
      case 'prompt-complete-back':
        return this.complete(prompt, -1);
      case 'prompt-older':
        return prompt.list ? this.pick(prompt, -1) : this.recall(prompt, -1);
      case 'prompt-newer':
        return prompt.list ? this.pick(prompt, 1) : this.recall(prompt, 1);
      default: {
        const edited = editLine(prompt.line, name);
        if (edited !== null) this.typed(edited);
      }
    }
  }

  paste(text: string): void {
    const { prompt } = this.parts.store.get();
    if (prompt !== null) this.typed(insert(prompt.line, oneLine(text).trim()));
  }

  /** Looks again at what the command would do: with every frame, so that its figures stay true. */
  observe(): void {
    const { prompt } = this.parts.store.get();
    if (prompt === null || prompt.refusal !== null || prompt.asked) return;
    const age = performance.now() - this.hintedAt;
    const stale = this.hintedText !== prompt.line.text ? hintEveryMs : hintAgesMs;
    if (age >= stale) this.update(prompt, { hint: this.look(prompt.line.text) });
  }

  /** What it knows has changed: candidates and what is said are looked up anew. */
  refresh(): void {
    const { prompt } = this.parts.store.get();
    if (prompt === null) return;
    this.hintedText = null;
    this.hintedAt = Number.NEGATIVE_INFINITY;
    const { line, list } = prompt;
    const completion = completionOf(line, list, this.parts.facts());
    this.update(prompt, { completion: this.tried === null ? completion : prompt.completion });
    this.observe();
  }

  private typed(line: Line): void {
    const { prompt } = this.parts.store.get();
    this.tried = null;
    this.history.rest();
    this.show(line, prompt?.list ?? false);
  }

  private show(line: Line, list: boolean): void {
    const completion = completionOf(line, list, this.parts.facts());
    const inHead = line.text.slice(0, completion.from).trim() === '';
    const prompt: PromptState = {
      line,
      list,
      completion,
      picked: list && inHead && line.text !== '' && completion.candidates.length > 0 ? 0 : -1,
      hint: this.hintNow(line.text),
      usage: usageOf(line.text),
      refusal: null,
      asked: false,
    };
    this.parts.store.update({ prompt });
  }

  private update(prompt: PromptState, change: Partial<PromptState>): void {
    this.parts.store.update({ prompt: { ...prompt, ...change } });
  }

  /** What was said is kept until it is time to look again, so that it does not flicker as one types. */
  private hintNow(text: string): PromptHint | null {
    const { prompt } = this.parts.store.get();
    if (performance.now() - this.hintedAt >= hintEveryMs) return this.look(text);
    return parseCommand(text, this.parts.facts()).ok ? (prompt?.hint ?? null) : null;
  }

  private look(text: string): PromptHint | null {
    const parsed = parseCommand(text, this.parts.facts());
    this.hintedText = text;
    this.hintedAt = performance.now();
    return parsed.ok ? this.parts.hint(parsed.command) : null;
  }

  private enter(prompt: PromptState): void {
    const { list, picked, completion } = prompt;
    if (list && picked >= 0) {
      const text = replaced(prompt, completion.candidates[picked].text);
      this.typed(text);
      // What still wants an argument, or touches tasks that nobody has seen yet, is not run at once.
      const entry = commandEntry(text.text.trim().split(' ')[0]);
      if (entry === null || entry.takes.startsWith('selection')) return;
      if (!parseCommand(text.text, this.parts.facts()).ok) return;
    }
    const { prompt: now } = this.parts.store.get();
    if (now !== null) this.run(now);
  }

  private run(prompt: PromptState): void {
    const { text } = prompt.line;
    if (text.trim() === '') return this.close();
    this.history.add(text.trim());
    const parsed: ParsedCommand = parseCommand(text, this.parts.facts());
    if (!parsed.ok) return this.update(prompt, { refusal: parsed.message, hint: null });
    // What is done is what is shown: it is looked at once more where the line has changed since.
    if (this.hintedText !== text) this.look(text);
    const ran = this.parts.run(parsed.command);
    if (!(ran instanceof Promise)) return this.answered(text, ran);
    this.update(prompt, { asked: true, refusal: null });
    ran.then((answer) => this.answered(text, answer));
  }

  /** Only a line that still stands is closed, or told why it was refused. */
  private answered(text: string, answer: Ran): void {
    const { prompt, notice } = this.parts.store.get();
    if (prompt !== null && prompt.line.text === text) {
      if (answer.ok) this.close();
      else this.update(prompt, { refusal: answer.message, hint: null, asked: false });
    } else if (!answer.ok && notice?.kind !== 'refused')
      this.parts.store.update({ notice: { kind: 'refused', text: answer.message } });
  }

  private complete(prompt: PromptState, step: 1 | -1): void {
    const { candidates } = prompt.completion;
    if (candidates.length === 0) return;
    if (prompt.list && prompt.picked >= 0)
      return this.typed(replaced(prompt, candidates[prompt.picked].text));
    if (candidates.length === 1) return this.typed(replaced(prompt, candidates[0].text));
    const common = commonStart(candidates.map(({ text }) => text));
    const { from, to } = prompt.completion;
    if (this.tried === null && common.length > prompt.line.text.slice(from, to).length) {
      const { text } = prompt.line;
      const line = {
        text: text.slice(0, from) + common + text.slice(to),
        cursor: from + common.length,
      };
      return this.typed(line);
    }
    this.pick(prompt, step);
  }

  /** Chooses the next candidate; after the last comes what was typed. Outside of a list it is tried in the line. */
  private pick(prompt: PromptState, step: 1 | -1): void {
    const { candidates } = prompt.completion;
    const count = candidates.length + 1;
    const picked = ((prompt.picked + 1 + step + count) % count) - 1;
    if (prompt.list) return this.update(prompt, { picked, refusal: null });
    this.tried ??= prompt.line;
    const before = { ...prompt, line: this.tried };
    const line = picked < 0 ? this.tried : replaced(before, candidates[picked].text, false);
    if (picked < 0) this.tried = null;
    const hint = this.look(line.text);
    this.update(prompt, { picked, line, hint, usage: usageOf(line.text), refusal: null });
  }

  private recall(prompt: PromptState, direction: -1 | 1): void {
    const text = this.history.step(direction, prompt.line.text);
    if (text === null) return;
    this.tried = null;
    this.show(lineOf(text), false);
  }
}
