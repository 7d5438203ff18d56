import { type Binding, bind } from './binding.ts';

/** What is asked of the run as a whole. */
export type RunAction =
  | 'pause'
  | 'pause-now'
  | 'more'
  | 'fewer'
  | 'concurrency'
  | 'auto'
  | 'agents'
  | 'budget'
  | 'limits'
  | 'breaker'
  | 'preset'
  | 'stop-now'
  | 'to-agents';

export const runKeys: readonly Binding<RunAction | 'ask-stop' | 'leave'>[] = [
  bind('run', 'p', 'pause', 'pause: running calls end · or go on', 'pause'),
  bind('run', 'P', 'pause-now', 'pause hard: cuts calls, their tasks wait again'),
  bind('run', '+', 'more', 'concurrency up by a tenth', 'more'),
  bind('run', '-', 'fewer', 'concurrency down by a tenth', 'fewer'),
  bind('run', '=', 'concurrency', 'concurrency to a number'),
  bind('run', 'a', 'auto', 'concurrency auto, or fixed where it is', 'auto'),
  bind('run', 'x', 'ask-stop', 'stop: asks how', 'stop'),
  bind('run', 'X', 'stop-now', 'stop now: every call is cut, unasked'),
  bind('run', 'n', 'agents', 'agents of a role'),
  bind('run', 'b', 'budget', 'budget'),
  bind('run', 'L', 'limits', 'limits of a route'),
  bind('run', 't', 'breaker', 'trip a breaker, or reset one that is open'),
  bind('run', 'ctrl+t', 'preset', 'switch the preset of the live run'),
  {
    place: 'run',
    keys: ['left', 'right', 'up', 'down'],
    label: 'arrows',
    action: 'to-agents',
    does: 'to the agents',
  },
  bind('ended', 'enter', 'leave', 'leave, the run being over', 'leave'),
];
