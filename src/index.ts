/**
 * swarmdeck as a library. `createSwarm` runs a spec; `createPool`, `createBreaker` and `createQueue` are
 * parts of it by themselves; `defineAgent` and `wrapAgent` make agents of code. Below them stand the
 * parts that the command line is made of: `Session` runs a spec with its record, `Engine` a plan
 * without any file.
 *
 * @module
 */

export { builtInPresets } from '../presets/index.ts';
export {
  type AgentContext,
  type ChatAnswer,
  type ChatOptions,
  type CodeAgent,
  type CodeTask,
  defineAgent,
} from './agents/code-agent.ts';
export { CallFailure, TaskFailure } from './agents/code-failures.ts';
export {
  type AgentHealth,
  type AgentStats,
  type OldAgent,
  type OldCallExtras,
  type WrapOptions,
  type WrappedAgent,
  wrapAgent,
} from './agents/wrap-agent.ts';
export { Session, type SessionOptions } from './cli/session.ts';
export type { Acknowledgement, Asker, Command } from './engine/commands/command.ts';
export { Engine } from './engine/engine.ts';
export type { EngineConfig, RunOutcome } from './engine/engine-config.ts';
export { type Journal, noJournal } from './engine/journal.ts';
export type { UsageBook, UsageRow } from './gates/usage-book.ts';
export { BreakerOpen } from './library/breaker-open.ts';
export {
  type Breaker,
  type BreakerNews,
  type BreakerOptions,
  type BreakerStats,
  createBreaker,
} from './library/create-breaker.ts';
export { createPool, type Pool } from './library/create-pool.ts';
export { createQueue, type Queue, type Ticket } from './library/create-queue.ts';
export { createSwarm } from './library/create-swarm.ts';
export type { Priority } from './library/plain-priority.ts';
export type {
  CallOptions,
  ChatInput,
  PoolAnswer,
  PoolChatOptions,
  PoolOptions,
  PoolStats,
} from './library/pool-options.ts';
export type {
  QueueOptions,
  QueueStats,
  SubmitOptions,
  Work,
  WorkContext,
} from './library/queue-options.ts';
export type { Swarm } from './library/swarm.ts';
export type {
  ResultsOptions,
  SwarmEnd,
  SwarmOptions,
  Unsubscribe,
} from './library/swarm-options.ts';
export { compilePlan } from './plan/compile-plan.ts';
export type { Message, Plan } from './plan/plan.ts';
export type {
  Provider,
  Turn,
  TurnFailure,
  TurnKind,
  TurnListener,
  TurnResult,
} from './providers/provider.ts';
export type { ResultLine } from './report/result-line.ts';
export { type Simulator, startSimulator } from './simulator/start-simulator.ts';
export type { ModelTier, TierModels, TierTable } from './spec/model-tiers.ts';
export { type ResolveInput, type ResolveResult, resolveSpec } from './spec/resolve-spec.ts';
export type { ResolvedSpec } from './spec/resolved.ts';
export { agentFromRoster } from './spec/roster/agent-from-roster.ts';
export { loadRoster } from './spec/roster/load-roster.ts';
export type { Roster, RosterAgent, RosterProblem } from './spec/roster/roster.ts';
export { rosterSpec } from './spec/roster/roster-spec.ts';
export type { RoleSpec, Spec } from './spec/schema/spec.ts';
export { type SpecDocument, specDocument } from './spec/spec-document.ts';
export { UsageError } from './spec/usage-error.ts';
export type { RunEvent } from './state/events.ts';
export { RunState } from './state/run-state.ts';
export { type RunSnapshot, takeSnapshot } from './state/snapshot.ts';
export { type EarlierFigures, type EarlierWork, metricsOfPrompt } from './store/earlier-figures.ts';
export type { Metrics } from './store/metrics-schema.ts';
export { type OpenedRun, openRun } from './store/open-run.ts';
export {
  defineTool,
  type ModuleTool,
  type ParameterSchema,
  type ParameterValidator,
  type ToolContext,
} from './tools/define-tool.ts';
export { openToolBox, type ToolsOfSpec } from './tools/open-tool-box.ts';
export type { Tool, ToolBox, ToolCallWatch, ToolOutcome } from './tools/tool.ts';
export type { ToolBoxOptions } from './tools/tool-sources.ts';
