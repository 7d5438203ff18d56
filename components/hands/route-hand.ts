import type { ConsoleStore } from '../console-store.ts';
import type { Actions } from '../keys/binding.ts';
import type { RouteAction } from '../keys/launch-keys.ts';
import { selectedEntry, withChanges } from '../launch/launch-entries.ts';
import type { LaunchChoices, PullState, RouteStatus } from '../launch-choices.ts';
import type { AskHand } from './ask-hand.ts';
import { messageOf } from './commander.ts';

interface RouteParts {
  readonly store: ConsoleStore;
  readonly choices: LaunchChoices;
  readonly ask: AskHand;
  readonly repaint: () => void;
}

/** What says where a run goes: taking another route puts all of it in place of the former. */
const ofRoute = ['provider', 'model', 'baseUrl', 'price.input', 'price.output'];

/** Takes another way to a model, and has models fetched. */
export class RouteHand {
  private readonly parts: RouteParts;
  private pulling: AbortController | null = null;

  constructor(parts: RouteParts) {
    this.parts = parts;
  }

  readonly actions: Actions<RouteAction> = {
    'route-next': () => this.takeNext(),
    'routes-again': () => this.parts.choices.probeAgain(),
    pull: () => this.pullOrStop(),
  };

  /** Nothing is fetched for a screen that is gone. */
  end(): void {
    this.pulling?.abort();
  }

  private takeNext(): void {
    const { store } = this.parts;
    const { launch, filters } = store.get();
    const entry = selectedEntry(launch, filters.launch);
    const ready = launch.routes.filter(({ offer }) => offer !== null);
    if (entry === null || ready.length === 0) return;
    const next = nextRoute(ready, entry.preset.provider);
    if (next.chosen) {
      const asking = launch.routes.some(({ state }) => state === 'asking');
      const so = asking ? ' so far' : '';
      return this.tell('told', `${next.name} is the only route that is ready${so}`);
    }
    const kept = Object.entries(entry.changes).filter(([path]) => !ofRoute.includes(path));
    // The simulator is where a launch goes that says nothing of it.
    const isDefault = next.name === 'simulator' && entry.preset.provider === null;
    const changes = { ...Object.fromEntries(kept), ...(isDefault ? {} : next.offer) };
    store.update({ launch: { ...withChanges(launch, entry, changes), error: null } });
  }

  /** Asks which model; while one is fetched, the same key stops that. */
  private pullOrStop(): void {
    const { store, ask } = this.parts;
    if (this.pulling !== null) return this.pulling.abort();
    const { routes } = store.get().launch;
    const ollama = routes.find(({ name }) => name === 'ollama');
    if (ollama === undefined || ollama.state === 'absent' || ollama.state === 'asking')
      return this.tell('refused', 'there is no Ollama here that could fetch a model');
    ask.open({
      title: 'model to fetch for Ollama',
      text: ollama.missing ?? '',
      check: (model) =>
        model.trim() === '' ? { ok: false, text: 'as llama3.2 or qwen3:4b' } : null,
      done: (model) => this.pull(model.trim()),
    });
  }

  private pull(model: string): void {
    const stop = new AbortController();
    this.pulling = stop;
    this.parts.choices
      .pull(model, (pull) => this.show(pull), stop.signal)
      .then(
        () => this.tell('told', `${model} is there`),
        (error: unknown) => {
          if (stop.signal.aborted) this.tell('told', `${model} is not fetched any more`);
          else this.tell('refused', `${model} cannot be fetched: ${messageOf(error)}`);
        },
      )
      .finally(() => {
        this.pulling = null;
        this.show(null);
      });
  }

  private show(pull: PullState | null): void {
    const { store, repaint } = this.parts;
    store.update({ launch: { ...store.get().launch, pull } });
    repaint();
  }

  private tell(kind: 'told' | 'refused', text: string): void {
    this.parts.store.update({ notice: { kind, text } });
    this.parts.repaint();
  }
}

/** The one after the chosen one; where none is, the one that the preset is made for comes first. */
function nextRoute(ready: readonly RouteStatus[], wanted: string | null): RouteStatus {
  const at = ready.findIndex(({ chosen }) => chosen);
  if (at >= 0) return ready[(at + 1) % ready.length];
  return ready.find(({ name }) => name === wanted) ?? ready[0];
}
