/** One screen of the console as it is to be captured. */
export interface Step {
  /** Of the files: `docs/screens/<name>-<size>.txt`. */
  readonly name: string;
  /** Keys that lead to it, by their names; see `test/helpers/key-bytes.ts`. */
  readonly keys: readonly string[];
  /** What it shows at every size. */
  readonly shows: string | RegExp;
  /** Keys that lead back to where it was left. */
  readonly back: readonly string[];
}

/** Before there is a run. */
export const launchSteps: readonly Step[] = [
  { name: 'launch', keys: ['j', 'j'], shows: '› heavy', back: [] },
  { name: 'settings', keys: ['e'], shows: 'concurrency', back: ['Esc'] },
  { name: 'workload', keys: ['w'], shows: /prompt/, back: ['Esc'] },
  { name: 'history', keys: ['h'], shows: 'lighthouse', back: ['Esc'] },
];

/** While the run lives. */
export const liveSteps: readonly Step[] = [
  { name: 'run', keys: [], shows: 'RUNNING', back: [] },
  { name: 'agents', keys: ['1', 'z'], shows: '─ 1 agents', back: ['z', 'Esc'] },
  { name: 'agents-list', keys: ['1', 'v', 's', 'z'], shows: /status/, back: ['z', 'v', 'Esc'] },
  { name: 'agents-by-status', keys: ['1', 'o', 'z'], shows: 'streaming', back: ['z', 'o', 'Esc'] },
  { name: 'throughput', keys: ['2', 'z'], shows: '─ 2 throughput', back: ['z', 'Esc'] },
  { name: 'values', keys: ['2', 'z', 'Enter', 'Left'], shows: '─ 2', back: ['Esc', 'z', 'Esc'] },
  { name: 'routes', keys: ['3', 'z'], shows: '─ 3 routes', back: ['z', 'Esc'] },
  { name: 'queue', keys: ['4', 'z'], shows: '─ 4 queue', back: ['z', 'Esc'] },
  { name: 'cost', keys: ['5', 'z'], shows: '─ 5 cost', back: ['z', 'Esc'] },
  { name: 'limits', keys: ['6', 'z'], shows: '─ 6 limits', back: ['z', 'Esc'] },
  { name: 'log', keys: ['7', 'z'], shows: '─ 7 log', back: ['z', 'Esc'] },
  { name: 'agent', keys: ['1', 'Right', 'Enter'], shows: /kaoz_\d/, back: ['Esc', 'Esc'] },
  { name: 'request', keys: ['1', 'Enter', 'i'], shows: 'curl', back: ['Esc', 'Esc', 'Esc'] },
  { name: 'filter', keys: ['7', '/', 'retry', 'Enter'], shows: 'retry', back: ['/', 'Esc', 'Esc'] },
  { name: 'command', keys: [':cancel status:retrying age>1s'], shows: ':cancel', back: ['Esc'] },
  { name: 'palette', keys: ['Ctrl+P'], shows: /concurrency/, back: ['Esc'] },
  { name: 'help', keys: ['?'], shows: /pause/, back: ['Esc'] },
  { name: 'stop', keys: ['x'], shows: 'Stop cathedral?', back: ['Esc'] },
];

/** When it has ended. */
export const endedSteps: readonly Step[] = [
  { name: 'done', keys: [], shows: 'DONE', back: [] },
  { name: 'results', keys: ['A', 'j'], shows: 'answers', back: [] },
  { name: 'failures', keys: ['e'], shows: 'failures', back: ['e', 'Esc'] },
];
