import type { ConsoleStore } from '../console-store.ts';
import type { Actions } from '../keys/binding.ts';
import { actionFor } from '../keys/keymap.ts';
import type { AskedAction } from '../keys/launch-keys.ts';
import { type AskedLine, noCompletion } from '../launch/asked-line.ts';
import { editLine, insert, type Line, lineOf } from '../prompt/line-editor.ts';
import { commonStart } from '../prompt/prompt-text.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { messageOf } from './commander.ts';

/** What is asked for in a line. */
export interface Asking {
  readonly title: string;
  /** Path of the field of the form that it stands in. */
  readonly field?: string;
  readonly text?: string;
  /** What Enter would do with a text, or why it would not; null where there is nothing to say. */
  check?(text: string): AskedLine['says'];
  /** What the whole text may become. */
  complete?(text: string): Promise<readonly string[]>;
  /** Takes the text; a rejection is said, and the line stays with what was typed. */
  done(text: string): Promise<void> | void;
}

interface AskParts {
  readonly store: ConsoleStore;
  readonly repaint: () => void;
}

/** A line that the launch screen asks for: what is typed is looked at at once, and nothing of it is lost. */
export class AskHand {
  private readonly parts: AskParts;
  private asking: Asking | null = null;
  /** The line as it was before candidates were tried in it. */
  private tried: Line | null = null;
  /** What the line may become is being looked up. */
  private looking = false;
  /** Keys that were pressed after a Tab that waits for that. */
  private waiting: string[] | null = null;

  constructor(parts: AskParts) {
    this.parts = parts;
  }

  readonly actions: Actions<AskedAction> = {
    'asked-done': () => this.enter(),
    'asked-leave': () => this.close(),
    'asked-complete': () => this.complete(1),
    'asked-complete-back': () => this.complete(-1),
  };

  get line(): AskedLine | null {
    return this.parts.store.get().launch.asked;
  }

  open(asking: Asking): void {
    this.asking = asking;
    this.tried = null;
    this.waiting = null;
    const { title, field = null, text = '' } = asking;
    const says = text === '' ? null : (asking.check?.(text) ?? null);
    const line = lineOf(text);
    this.show({ title, field, line, completion: noCompletion, picked: -1, says, busy: false });
    void this.lookUp(text);
  }

  close(): void {
    this.asking = null;
    this.waiting = null;
    this.show(null);
  }

  /** A key while the line is open; it leaves none to anything else. */
  key(name: string): void {
    const { line } = this;
    if (line === null) return;
    if (this.waiting !== null && name !== 'escape') {
      this.waiting.push(name);
      return;
    }
    const action = actionFor(['asked'], name);
    // What was given can be waited for or left, and not changed.
    if (line.busy && action !== 'asked-leave') return;
    if (action !== null) return this.actions[action as AskedAction](name);
    const edited = editLine(line.line, name);
    if (edited !== null) this.typed(edited);
  }

  paste(text: string): void {
    const { line } = this;
    if (line !== null && !line.busy) this.typed(insert(line.line, oneLine(text).trim()));
  }

  private typed(line: Line): void {
    this.tried = null;
    this.update({
      line,
      picked: -1,
      completion: noCompletion,
      says: this.asking?.check?.(line.text) ?? null,
    });
    void this.lookUp(line.text);
  }

  private enter(): void {
    const { asking, line } = this;
    if (asking === null || line === null) return;
    const { text } = line.line;
    const says = asking.check?.(text) ?? null;
    if (says?.ok === false) return this.update({ says });
    let given: Promise<void> | void;
    try {
      given = asking.done(text);
    } catch (error) {
      return this.refused(asking, error);
    }
    if (given === undefined) return this.leave(asking);
    this.update({ busy: true });
    given.then(
      () => this.leave(asking),
      (error: unknown) => this.refused(asking, error),
    );
  }

  /** Only the line that was given is closed: another may have been opened since. */
  private leave(asking: Asking): void {
    if (this.asking === asking) this.close();
    this.parts.repaint();
  }

  private refused(asking: Asking, error: unknown): void {
    if (this.asking !== asking) return;
    this.update({ busy: false, says: { ok: false, text: messageOf(error) } });
    this.parts.repaint();
  }

  private async lookUp(text: string): Promise<void> {
    const { asking } = this;
    this.looking = asking?.complete !== undefined;
    const found = (await asking?.complete?.(text)) ?? [];
    if (this.asking !== asking || this.line?.line.text !== text || this.tried !== null) return;
    this.looking = false;
    const candidates = found.map((each) => ({ text: each, says: '' }));
    this.update({ completion: { from: 0, to: text.length, candidates } });
    const keys = this.waiting;
    this.waiting = null;
    if (keys !== null) this.complete(1);
    for (const name of keys ?? []) this.key(name);
    this.parts.repaint();
  }

  /** As in the command line: what all candidates begin with, then one after the other. */
  private complete(step: 1 | -1): void {
    const { line } = this;
    // A hand is quicker than a disk: what is pressed behind this Tab is meant for what it completes.
    if (this.looking) this.waiting = [];
    const candidates = line?.completion.candidates ?? [];
    if (line === null || candidates.length === 0) return;
    if (candidates.length === 1) return this.typed(lineOf(candidates[0].text));
    const common = commonStart(candidates.map(({ text }) => text));
    if (this.tried === null && common.length > line.line.text.length)
      return this.typed(lineOf(common));
    this.tried ??= line.line;
    const count = candidates.length + 1;
    const picked = ((line.picked + 1 + step + count) % count) - 1;
    const now = picked < 0 ? this.tried : lineOf(candidates[picked].text);
    if (picked < 0) this.tried = null;
    this.update({ picked, line: now });
  }

  private update(change: Partial<AskedLine>): void {
    if (this.line !== null) this.show({ ...this.line, ...change });
  }

  private show(asked: AskedLine | null): void {
    const { store } = this.parts;
    store.update({ launch: { ...store.get().launch, asked } });
  }
}
