import { type AgentAction, agentKeys } from './agent-keys.ts';
import { type AgentsAction, agentsKeys, type TasksAction } from './agents-keys.ts';
import { type ApprovalAction, approvalKeys } from './approval-keys.ts';
import type { Binding } from './binding.ts';
import { type ChartsAction, chartsKeys } from './charts-keys.ts';
import { everywhereKeys, type TerminalAction, type ViewAction } from './everywhere-keys.ts';
import { type FilterAction, filterKeys } from './filter-keys.ts';
import { type HelpAction, helpKeys } from './help-keys.ts';
import { type HistoryAction, historyKeys, type ReplayAction } from './history-keys.ts';
import { type LaunchAction, launchKeys } from './launch-keys.ts';
import { type LogAction, logKeys } from './log-keys.ts';
import { type PromptAction, promptKeys } from './prompt-keys.ts';
import { type QuestionAction, questionKeys } from './question-keys.ts';
import { type ResultsAction, resultsKeys } from './results-keys.ts';
import { type RunAction, runKeys } from './run-keys.ts';
import { type WorkloadAction, workloadKeys } from './workload-keys.ts';

/** What the hands of a live run carry out. */
export type LiveAction =
  | RunAction
  | AgentsAction
  | TasksAction
  | LogAction
  | AgentAction
  | ResultsAction
  | WorkloadAction
  | ChartsAction
  | ApprovalAction;

/** What the console carries out itself, run or no run. */
export type OwnAction =
  | ViewAction
  | TerminalAction
  | LaunchAction
  | QuestionAction
  | FilterAction
  | HelpAction
  | HistoryAction
  | ReplayAction;

/** Everything that a key can ask of the console. */
export type Action = OwnAction | LiveAction | PromptAction;

/** All keys there are. The help, the footers and what a key does come from here and nowhere else. */
export const bindings: readonly Binding<Action>[] = [
  ...launchKeys,
  ...runKeys,
  ...approvalKeys,
  ...agentsKeys,
  ...logKeys,
  ...agentKeys,
  ...chartsKeys,
  ...resultsKeys,
  ...workloadKeys,
  ...historyKeys,
  ...questionKeys,
  ...promptKeys,
  ...filterKeys,
  ...everywhereKeys,
  ...helpKeys,
];
