import type { ConsoleStore } from '../console-store.ts';
import type { Actions } from '../keys/binding.ts';
import { type HelpAction, helpScrolls } from '../keys/help-keys.ts';
import { helpLayout } from '../screens/help-lines.ts';

/** Opens the help over any screen, and scrolls it. */
export class HelpHand {
  private readonly store: ConsoleStore;

  constructor(store: ConsoleStore) {
    this.store = store;
  }

  readonly actions: Actions<HelpAction> = {
    help: () => this.toggle(),
    'help-scroll': (key) => this.scroll(key),
  };

  toggle(): void {
    const { overlay } = this.store.get();
    if (overlay === null) this.store.update({ overlay: 'help', scroll: 0 });
    else if (overlay === 'help') this.store.update({ overlay: null });
  }

  private scroll(key: string): void {
    const { from, most, rows, columns } = helpLayout(this.store.get(), false);
    const to = {
      up: from - 1,
      down: from + 1,
      'page-up': from - rows * columns,
      'page-down': from + rows * columns,
      first: 0,
      last: most,
    }[helpScrolls[key]];
    this.store.update({ scroll: Math.max(0, Math.min(to, most)) });
  }
}
