import type { ResolvedSpec } from '../../spec/resolved.ts';
import {
  type ConsensusWorkload,
  type QuestionItem,
  votersPerQuestion,
} from '../../spec/work/consensus-workload.ts';
import { normalizerOf } from '../normalize/normalizer-of.ts';
import { type Message, type Plan, priorityOf } from '../plan.ts';
import type { PlanGraph } from '../plan-graph.ts';
import { tablePlan } from '../table-plan.ts';
import { TaskTable } from '../task-table.ts';
import { consensusOutcome } from './consensus-outcome.ts';
import type { ConsensusParts } from './consensus-parts.ts';
import { ConsensusUnfolding } from './consensus-unfolding.ts';
import { ConsensusViews } from './consensus-views.ts';
import { stopRules } from './early-stop.ts';
import { Poll } from './poll.ts';
import { questionIds } from './question-ids.ts';
import { voterRoles } from './voter-roles.ts';

/**
 * One task for each voter of each question, question by question, `<question>.<voter>`. All of them wait
 * until they are asked; voters of a question need not be of one role.
 */
export function compileConsensus(spec: ResolvedSpec, workload: ConsensusWorkload): Plan {
  const { questions, threshold, earlyStop } = workload;
  const voters = votersPerQuestion(workload.voters);
  const table = new TaskTable();
  const weights = fillTable(table, spec, workload);
  const states = new Uint8Array(table.size);
  const polls = questions.map((_, question) => {
    const first = question * voters;
    const end = first + voters;
    return new Poll(first, states.subarray(first, end), weights.subarray(first, end));
  });
  const { form: vote, code } = normalizerOf(workload.normalize);
  const parts: ConsensusParts = {
    ...{ workload, polls, voters, table, weights, vote },
    roles: spec.roles.map(({ name }) => name),
    questionId: questionIds(questions),
    isSettled: (tally) => stopRules[earlyStop](tally, threshold),
  };
  const views = new ConsensusViews(parts);
  const questionOf = (task: number) => questions[Math.floor(task / voters)];
  return tablePlan(table, {
    deadlineMs: deadlines(questions, voters),
    messages(task): Message[] {
      const item = questionOf(task);
      const { system = spec.roles[table.role[task]].instructions } = item;
      const user: Message = { role: 'user', content: item.prompt ?? item.question };
      return system === null ? [user] : [{ role: 'system', content: system }, user];
    },
    graph: graphOf(table, new ConsensusUnfolding(parts)),
    outcome: (results) => consensusOutcome(parts, results),
    view: (means) => views.view(means),
    ...(code !== undefined && { code }),
  });
}

/** @returns what a vote counts, by task */
function fillTable(
  table: TaskTable,
  spec: ResolvedSpec,
  workload: ConsensusWorkload,
): Float64Array {
  const { questions } = workload;
  const rolesOf = voterRoles(spec, workload);
  const weightOf = spec.roles.map(({ name }) => workload.weights[name] ?? 1);
  const weights: number[] = [];
  const id = questionIds(questions);
  for (const [number, question] of questions.entries()) {
    const name = id(number);
    for (const [voter, role] of rolesOf(question).entries()) {
      const priority =
        question.priority === undefined ? spec.roles[role].priority : priorityOf(question.priority);
      table.add({ id: `${name}.${voter + 1}`, role, priority });
      weights.push(weightOf[role]);
    }
  }
  return Float64Array.from(weights);
}

function graphOf(table: TaskTable, unfolding: ConsensusUnfolding): PlanGraph {
  return {
    unfolding,
    table,
    planned: table.size,
    // Who is asked when hangs on the votes before, and on no voter in particular.
    needs: () => [],
    isDeferred: () => false,
    capped: false,
    workflows: [],
    workflowOf: () => -1,
    limitsOf: () => null,
  };
}

function deadlines(questions: readonly QuestionItem[], voters: number): Float64Array | null {
  if (questions.every(({ deadlineSeconds }) => deadlineSeconds === undefined)) return null;
  const seconds = (task: number) => questions[Math.floor(task / voters)].deadlineSeconds;
  return Float64Array.from({ length: questions.length * voters }, (_, task) => {
    const until = seconds(task);
    return until === undefined ? Number.POSITIVE_INFINITY : until * 1000;
  });
}
