import { type Binding, bind } from './binding.ts';

/** What is said to tools that ask before they run. */
export type ApprovalAction =
  | 'approval-look'
  | 'allow'
  | 'refuse'
  | 'approval-yes'
  | 'approval-no'
  | 'approval-open'
  | 'approval-scroll';

/** The keys that scroll the arguments of a call, and by how many lines or whole pages. */
export const approvalScrolls: Readonly<Record<string, number | 'page-up' | 'page-down'>> = {
  up: -1,
  k: -1,
  down: 1,
  j: 1,
  pageup: 'page-up',
  pagedown: 'page-down',
};

export const approvalKeys: readonly Binding<ApprovalAction>[] = [
  bind('run', 'y', 'approval-look', 'what a tool asks for, whole: asks'),
  bind('run', 'Y', 'allow', 'allow the call that is shown, unasked'),
  bind('run', 'N', 'refuse', 'refuse the call that is shown, unasked'),
  bind('approval', 'y', 'approval-yes', 'allow it, once all of it was to be seen'),
  bind('approval', 'n', 'approval-no', 'refuse it: the model is told'),
  bind('approval', 'o', 'approval-open', 'open the agent that asks'),
  {
    place: 'approval',
    keys: Object.keys(approvalScrolls),
    label: '↑ ↓ jk',
    action: 'approval-scroll',
    byKey: true,
    does: 'scroll its arguments · PgUp PgDn',
  },
];
