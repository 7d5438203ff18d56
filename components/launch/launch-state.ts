import type {
  Changes,
  LaunchLook,
  LaunchQuestion,
  PresetSummary,
  PullState,
  RouteStatus,
  WorkWish,
} from '../launch-choices.ts';
import type { AskedLine } from './asked-line.ts';

/** What is asked over the launch screen, and takes the keys. */
export type LaunchDialog =
  /** Which work is to be done; `last` is what the last run was asked. */
  | { readonly kind: 'work'; readonly last: LastWork | null }
  | ({ readonly kind: 'launch' } & LaunchQuestion)
  | { readonly kind: 'remove'; readonly entry: string };

export interface LastWork {
  readonly work: WorkWish;
  readonly words: string;
}

/** What the launch screen draws from. */
export interface LaunchState {
  readonly presets: readonly PresetSummary[];
  /** What was changed by hand, by the preset that it began from. */
  readonly customs: Readonly<Record<string, Changes>>;
  /** Key of the selected entry of the list; see `launchEntries`. */
  readonly selected: string;
  readonly work: WorkWish;
  /** What a launch of it would do; null before it is known. */
  readonly look: LaunchLook | null;
  readonly routes: readonly RouteStatus[];
  /** A model that is being fetched. */
  readonly pull: PullState | null;
  /** Whether a launch begins with a few tasks alone. */
  readonly canary: boolean;
  /** Path of the field that the form is at; null while the form is closed. */
  readonly field: string | null;
  /** A line that is typed. */
  readonly asked: AskedLine | null;
  readonly dialog: LaunchDialog | null;
  /** What is being started, in words. */
  readonly starting: string | null;
  /** Why the last launch failed, or was not begun. */
  readonly error: string | null;
}

/** The launch screen as it opens. */
export function newLaunchState(
  presets: readonly PresetSummary[] = [],
  selected: string = presets[0]?.name ?? '',
): LaunchState {
  return {
    presets,
    customs: {},
    selected,
    work: { kind: 'demonstration' },
    look: null,
    routes: [],
    pull: null,
    canary: false,
    field: null,
    asked: null,
    dialog: null,
    starting: null,
    error: null,
  };
}
