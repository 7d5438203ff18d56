import { AgentState, agentStateNames, TaskStatus, taskStatusNames } from '../agent-state.ts';
import type { RouteInfo } from '../event-parts.ts';
import { failureCodes } from '../failure-codes.ts';
import { roleIsHeld } from '../role-is-held.ts';
import { compileNumber } from './compile-number.ts';
import { fieldMatcher } from './name-matcher.ts';
import { agentName, type SelectionFacts } from './selection-facts.ts';
import type { NameField, StatusWord } from './selection-fields.ts';
import type { NameValue, SelectionTerm } from './selection-term.ts';

export type TaskTest = (task: number) => boolean;

/**
 * The question of a term as a function of the task, its negation left out. Whatever is the same for
 * many tasks (roles, routes, agents, states) is decided here, once, so that for a task it is one look
 * into a table. It holds the columns as they are now: made for one pass over the tasks, not to be kept.
 */
export function compileTerm({ test }: SelectionTerm, facts: SelectionFacts, t: number): TaskTest {
  switch (test.kind) {
    case 'all':
      return () => true;
    case 'word':
      return wordTest(test.names, facts);
    case 'status':
      return statusTest(test.statuses, facts);
    case 'error': {
      const { error } = facts.state.tasks;
      const asked = new Uint8Array(256);
      for (const name of test.classes) asked[failureCodes[name]] = 1;
      return (task) => asked[error[task]] === 1;
    }
    case 'number':
      return compileNumber(test, facts.state, t);
    case 'name':
      return nameTest(test.field, test.names, facts);
  }
}

function wordTest(names: readonly NameValue[], facts: SelectionFacts): TaskTest {
  const byAgent = nameTest('agent', names, facts);
  const byTag = nameTest('tag', names, facts);
  const byId = nameTest('task', names, facts);
  return (task) => byAgent(task) || byTag(task) || byId(task);
}

function statusTest(words: readonly StatusWord[], { state }: SelectionFacts): TaskTest {
  const { status, agent, role } = state.tasks;
  const callState = state.agents.state;
  const statuses = mask(taskStatusNames, (name) => words.includes(name));
  // The parts of a call; an agent's other states say nothing about the task.
  const calls = mask(
    agentStateNames,
    (name, code) =>
      code >= AgentState.connecting &&
      code <= AgentState.streaming &&
      (words as readonly string[]).includes(name),
  );
  const held = mask(
    state.info.roles,
    (_, index) => words.includes('held') && roleIsHeld(state, index),
  );
  return (task) => {
    const code = status[task];
    if (statuses[code] === 1) return true;
    if (code === TaskStatus.running) return calls[callState[agent[task]]] === 1;
    return code === TaskStatus.queued && held[role[task]] === 1;
  };
}

function nameTest(field: NameField, names: readonly NameValue[], facts: SelectionFacts): TaskTest {
  const { state } = facts;
  const matches = fieldMatcher(field, names);
  switch (field) {
    case 'role': {
      const { role } = state.tasks;
      const asked = mask(state.info.roles, ({ name }) => matches(name));
      return (task) => asked[role[task]] === 1;
    }
    case 'tier': {
      const { role } = state.tasks;
      const asked = mask(state.info.roles, ({ tier }) => tier !== undefined && matches(tier));
      return (task) => asked[role[task]] === 1;
    }
    case 'agent': {
      const { agent } = state.tasks;
      const asked = new Uint8Array(state.agents.size);
      for (let i = 0; i < asked.length; i++) asked[i] = matches(agentName(state, i)) ? 1 : 0;
      return (task) => agent[task] >= 0 && asked[agent[task]] === 1;
    }
    case 'route':
      return routeTest(facts, ({ name }) => matches(name));
    case 'model':
      return routeTest(facts, ({ model }) => matches(model));
    case 'provider':
      return routeTest(facts, ({ provider }) => matches(provider));
    case 'tag':
      return (task) => {
        const tags = facts.tagsOf(task);
        for (let i = 0; i < tags.length; i++) if (matches(tags[i])) return true;
        return false;
      };
    case 'workflow':
      return (task) => {
        const workflow = facts.workflowOf(task);
        return workflow !== null && matches(workflow);
      };
    case 'task':
      return (task) => matches(facts.taskId(task));
  }
}

/** A task that was sent nowhere yet is on the first route of its role. */
function routeTest({ state }: SelectionFacts, asks: (route: RouteInfo) => boolean): TaskTest {
  const { route, role } = state.tasks;
  const asked = mask(state.info.routes, asks);
  const firstAsked = mask(state.info.roles, ({ routes }) => asked[routes[0]] === 1);
  return (task) => (route[task] < 0 ? firstAsked[role[task]] : asked[route[task]]) === 1;
}

function mask<T>(list: readonly T[], asks: (entry: T, index: number) => boolean): Uint8Array {
  return Uint8Array.from(list, (entry, index) => (asks(entry, index) ? 1 : 0));
}
