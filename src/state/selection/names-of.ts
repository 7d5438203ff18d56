import { agentName, type SelectionFacts } from './selection-facts.ts';
import type { NameField } from './selection-fields.ts';

/** Every name that a field can have in this run, each once, in the order of the run. */
export function namesOf(field: NameField, facts: SelectionFacts): Iterable<string> {
  const { info } = facts.state;
  switch (field) {
    case 'role':
      return new Set(info.roles.map(({ name }) => name));
    case 'tier':
      return new Set(info.roles.flatMap(({ tier = [] }) => tier));
    case 'route':
      return new Set(info.routes.map(({ name }) => name));
    case 'provider':
      return new Set(info.routes.map(({ provider }) => provider));
    case 'model':
      return new Set(info.routes.map(({ model }) => model));
    case 'agent':
      return agents(facts);
    case 'task':
      return tasks(facts);
    case 'tag':
      return tags(facts);
    case 'workflow':
      return workflows(facts);
  }
}

function* agents({ state }: SelectionFacts): Iterable<string> {
  for (let agent = 0; agent < state.agents.size; agent++) yield agentName(state, agent);
}

function* tasks(facts: SelectionFacts): Iterable<string> {
  for (let task = 0; task < facts.state.tasks.size; task++) yield facts.taskId(task);
}

function* tags(facts: SelectionFacts): Iterable<string> {
  const seen = new Set<string>();
  let last: readonly string[] | null = null;
  for (let task = 0; task < facts.state.tasks.size; task++) {
    const own = facts.tagsOf(task);
    // The tags of a role are one list for all its tasks.
    if (own === last) continue;
    last = own;
    for (const tag of own) {
      if (seen.has(tag)) continue;
      seen.add(tag);
      yield tag;
    }
  }
}

function* workflows(facts: SelectionFacts): Iterable<string> {
  const seen = new Set<string>();
  for (let task = 0; task < facts.state.tasks.size; task++) {
    const workflow = facts.workflowOf(task);
    if (workflow === null || seen.has(workflow)) continue;
    seen.add(workflow);
    yield workflow;
  }
}
