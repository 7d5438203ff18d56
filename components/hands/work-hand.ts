import type { ConsoleStore } from '../console-store.ts';
import type { Actions } from '../keys/binding.ts';
import type { WorkAction } from '../keys/launch-keys.ts';
import type { LaunchChoices, WorkWish } from '../launch-choices.ts';
import { plural } from '../parts/format.ts';
import type { AskHand } from './ask-hand.ts';

interface WorkParts {
  readonly store: ConsoleStore;
  readonly choices: LaunchChoices;
  readonly ask: AskHand;
  readonly repaint: () => void;
}

const mostRepeats = 10_000_000;

/** Chooses the work: each way asks for what it needs, and changes nothing before that is good. */
export class WorkHand {
  private readonly parts: WorkParts;

  constructor(parts: WorkParts) {
    this.parts = parts;
  }

  readonly actions: Actions<WorkAction> = {
    'work-file': () => this.askFile(),
    'work-text': () => this.askText(),
    'work-last': () => this.takeLast(),
    'work-demonstration': () => this.take({ kind: 'demonstration' }),
    'work-repeat': () => this.askRepeat(),
  };

  /** Asks which work; what the last run was asked is looked up meanwhile. */
  open(): void {
    const { store, choices, repaint } = this.parts;
    store.update({ launch: { ...store.get().launch, dialog: { kind: 'work', last: null } } });
    choices.lastWork().then(
      (last) => {
        const { launch } = store.get();
        if (launch.dialog?.kind !== 'work') return;
        store.update({ launch: { ...launch, dialog: { kind: 'work', last } } });
        repaint();
      },
      // Without it there are other ways to say which work.
      () => {},
    );
  }

  private get work(): WorkWish {
    return this.parts.store.get().launch.work;
  }

  private askFile(): void {
    const { work } = this;
    this.close();
    this.parts.ask.open({
      title: 'prompts or spec',
      text: work.kind === 'file' ? work.file : '',
      complete: (text) => this.parts.choices.completeFile(text),
      check: (text) => (text.trim() === '' ? { ok: false, text: 'the name of a file' } : null),
      done: (text) => this.read({ kind: 'file', file: text.trim(), repeat: 1 }),
    });
  }

  private askText(): void {
    const { work } = this;
    this.close();
    this.parts.ask.open({
      title: 'prompt',
      text: work.kind === 'text' ? work.text : '',
      check: (text) => (text.trim() === '' ? { ok: false, text: 'what the model is asked' } : null),
      done: async (text) => {
        await this.read({ kind: 'text', text: text.trim(), repeat: 1 });
        this.askRepeat();
      },
    });
  }

  private askRepeat(): void {
    const { work } = this;
    this.close();
    if (work.kind !== 'file' && work.kind !== 'text') return;
    this.parts.ask.open({
      title: 'how many times each',
      text: String(work.repeat),
      check: (text) => {
        const repeat = wholeNumber(text);
        if (repeat === null || repeat < 1 || repeat > mostRepeats)
          return { ok: false, text: `a whole number from 1 to ${mostRepeats}` };
        return { ok: true, text: `each prompt ${plural(repeat, 'time')}` };
      },
      done: (text) => this.take({ ...work, repeat: wholeNumber(text) ?? 1 }),
    });
  }

  private takeLast(): void {
    const { dialog } = this.parts.store.get().launch;
    const last = dialog?.kind === 'work' ? dialog.last : null;
    if (last !== null) this.take(last.work);
  }

  /** Taken once it can be read; a spec brings its preset. */
  private async read(work: WorkWish): Promise<void> {
    const { preset } = await this.parts.choices.readWork(work);
    const { launch } = this.parts.store.get();
    this.take(work, preset ?? launch.selected);
  }

  private take(work: WorkWish, selected = this.parts.store.get().launch.selected): void {
    const { store } = this.parts;
    const { launch } = store.get();
    store.update({ launch: { ...launch, work, selected, dialog: null, error: null } });
  }

  private close(): void {
    const { store } = this.parts;
    store.update({ launch: { ...store.get().launch, dialog: null } });
  }
}

function wholeNumber(text: string): number | null {
  const digits = text.trim().replaceAll(/[,_]/g, '');
  return /^\d+$/.test(digits) ? Number(digits) : null;
}
