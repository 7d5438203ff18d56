import type { ConsoleState } from '../console-state.ts';
import type { PaneName } from '../scene.ts';

/** Where a key has its meaning. The order is that of the help. */
export const places = [
  'run',
  'agents',
  'tasks',
  'log',
  'agent',
  'everywhere',
  'charts',
  'values',
  'prompt',
  'filter',
  'launch',
  'settings',
  'work',
  'launch-question',
  'asked',
  'ended',
  'past',
  'results',
  'workload',
  'history',
  'stop',
  'confirm',
  'canary',
  'approval',
  'help',
] as const;

export type Place = (typeof places)[number];

export const placeTitles: Readonly<Record<Place, string>> = {
  launch: 'launch',
  settings: 'the settings of a launch',
  work: 'when asked which work',
  'launch-question': 'when asked at the launch',
  asked: 'a line that is asked for',
  run: 'a run',
  agents: 'agents, once they have the focus',
  tasks: 'on the marked agents, or the one under the cursor',
  log: 'the log, once it has the focus',
  agent: 'one agent, opened',
  charts: 'throughput and limits, once they have the focus',
  values: 'values under the cursor of a chart',
  ended: 'after the end',
  past: 'a run of the past',
  results: 'answers and failures',
  workload: 'how the work hangs together',
  history: 'runs of before',
  stop: 'when asked how to stop',
  confirm: 'when asked for a yes',
  canary: 'after a canary',
  approval: 'when a tool asks',
  prompt: 'the command line',
  filter: 'the line of a filter',
  help: 'this help',
  everywhere: 'everywhere',
};

/** Of places that are looked up one after the other, the nearer have the lower number. */
const distances: Partial<Record<Place, number>> = {
  values: 0,
  agents: 1,
  agent: 1,
  charts: 1,
  log: 1,
  tasks: 2,
  run: 3,
  ended: 3,
  past: 3,
};

/** Whether what is typed there is a text, and no key. */
export function isTyped(place: Place): boolean {
  return place === 'prompt' || place === 'filter' || place === 'asked';
}

/** Whether a key that is bound in `front` can hide what it does in `back`. */
export function standsBefore(front: Place, back: Place): boolean {
  if (front === back) return true;
  if (isTyped(front)) return false;
  if (back === 'everywhere') return true;
  const [near, far] = [distances[front], distances[back]];
  return near !== undefined && far !== undefined && near < far;
}

/**
 * The places in which a key is looked up at the moment, the first one that has it deciding. What is
 * on top of the screen decides; a line that is typed takes every key itself.
 */
export function placesOf(state: ConsoleState): readonly Place[] {
  const { overlay, prompt, filterLine } = state;
  if (prompt !== null) return ['prompt'];
  if (filterLine !== null) return ['filter'];
  if (overlay === 'stop' || overlay === 'leave' || overlay === 'interrupt')
    return ['stop', 'everywhere'];
  if (overlay !== null) return [overlay, 'everywhere'];
  // What is asked for is typed: no other key has its meaning meanwhile.
  if (state.screen === 'launch' && state.launch.asked !== null) return ['asked'];
  return [...screenPlaces(state), 'everywhere'];
}

function launchPlaces({ dialog, field }: ConsoleState['launch']): readonly Place[] {
  if (dialog !== null) return [dialog.kind === 'work' ? 'work' : 'launch-question'];
  return [field === null ? 'launch' : 'settings'];
}

function screenPlaces({ screen, focus, facts, charts, launch }: ConsoleState): readonly Place[] {
  if (screen === 'launch') return launchPlaces(launch);
  if (screen === 'results' || screen === 'history') return [screen];
  // Of a run of the past it is seen as it stood at any moment.
  if (screen === 'workload') return facts.past ? [screen, 'past'] : [screen];
  if (screen === 'agent') return facts.over ? ['agent'] : ['agent', 'tasks', 'run'];
  const pane = panePlaces(focus, charts.cursor !== null);
  if (facts.past) return [...pane, 'past'];
  if (facts.over) return [...pane, 'ended'];
  // Tasks are steered where a cursor says which.
  return focus === 'agents' ? [...pane, 'tasks', 'run'] : [...pane, 'run'];
}

function panePlaces(focus: PaneName | null, values: boolean): readonly Place[] {
  switch (focus) {
    case 'agents':
    case 'log':
      return [focus];
    case 'throughput':
    case 'limits':
      return values ? ['values', 'charts'] : ['charts'];
    default:
      return [];
  }
}
