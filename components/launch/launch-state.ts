/** What the launch screen draws from, besides what there is to launch. */
export interface LaunchState {
  /** Index of the selected preset. */
  readonly selected: number;
  /** Whether a launch begins with a few tasks alone. */
  readonly canary: boolean;
  /** Preset whose run is being started. */
  readonly starting: string | null;
  /** Why the last launch failed, or was not begun. */
  readonly error: string | null;
}

export const newLaunchState = (selected: number): LaunchState => ({
  selected,
  canary: false,
  starting: null,
  error: null,
});
