/** One setting of the form. What it may be stands in the schema of a spec; here are words for it. */
export interface FormField {
  readonly path: string;
  readonly label: string;
  /** What stands behind a number. */
  readonly unit: string;
}

export interface FormGroup {
  readonly title: string;
  readonly fields: readonly FormField[];
}

const field = (path: string, label: string, unit = ''): FormField => ({ path, label, unit });

/** All settings, in the order of the form. */
export const formGroups: readonly FormGroup[] = [
  {
    title: 'size',
    fields: [
      field('agents', 'agents'),
      field('concurrency', 'concurrency', 'calls at once'),
      field('pool', 'pool', 'connections'),
      field('maxConnections', 'most connections'),
      field('batch', 'batch', 'prompts in a row'),
      field('sizing.kind', 'sized for'),
      field('sizing.perCore', 'agents a core'),
    ],
  },
  {
    title: 'service',
    fields: [
      field('provider', 'provider'),
      field('model', 'model'),
      field('baseUrl', 'base URL'),
      field('http2', 'HTTP/2'),
      field('maxOutputTokens', 'longest answer', 'tokens'),
      field('price.input', 'input, a million', '$'),
      field('price.output', 'output, a million', '$'),
      field('roles', 'roles'),
    ],
  },
  {
    title: 'limits of a route',
    fields: [
      field('limits.requestsPerSecond', 'requests a second'),
      field('limits.requestsPerMinute', 'requests a minute'),
      field('limits.requestsPerHour', 'requests an hour'),
      field('limits.requestsPerDay', 'requests a day'),
      field('limits.tokensPerSecond', 'tokens a second'),
      field('limits.tokensPerMinute', 'tokens a minute'),
      field('limits.tokensPerHour', 'tokens an hour'),
      field('limits.tokensPerDay', 'tokens a day'),
      field('limits.burst', 'burst', 'requests'),
    ],
  },
  {
    title: 'budget',
    fields: [
      field('budget.usd', 'of the run', '$'),
      field('budget.perAgentUsd', 'of an agent', '$'),
      field('budget.perWorkflowUsd', 'of a workflow', '$'),
      field('budget.perDayUsd', 'of a day', '$'),
    ],
  },
  {
    title: 'retry',
    fields: [
      field('retry.retries', 'retries'),
      field('retry.strategy', 'waits grow'),
      field('retry.factor', 'factor'),
      field('retry.jitter', 'jitter'),
      field('retry.baseMs', 'first wait', 'ms'),
      field('retry.maxMs', 'longest wait', 'ms'),
      field('retry.perClass', 'by class'),
      field('retry.share', 'most of all calls', '0 to 1'),
      field('retry.poisonAfter', 'poison after', 'failures'),
    ],
  },
  {
    title: 'breaker',
    fields: [
      field('breaker.failures', 'failures in a row'),
      field('breaker.share', 'share of the window', '0 to 1'),
      field('breaker.window', 'window', 'calls'),
      field('breaker.recoverySeconds', 'recovery', 's'),
    ],
  },
  {
    title: 'timeouts',
    fields: [
      field('timeouts.connectSeconds', 'connect', 's'),
      field('timeouts.firstTokenSeconds', 'first token', 's'),
      field('timeouts.idleSeconds', 'between tokens', 's'),
      field('timeouts.totalSeconds', 'a call', 's'),
      field('timeouts.taskSeconds', 'a task', 's'),
    ],
  },
  {
    title: 'alerts',
    fields: [
      field('alerts.budgetShare', 'budget used', '0 to 1'),
      field('alerts.failureRate', 'failures', '0 to 1'),
      field('alerts.latencyFactor', 'latency', 'times'),
      field('alerts.breakerOpenSeconds', 'breaker open', 's'),
      field('alerts.stallSeconds', 'stall', 's'),
      field('alerts.notify', 'tell'),
    ],
  },
  {
    title: 'run',
    fields: [
      field('name', 'name'),
      field('out', 'directory'),
      field('seed', 'seed'),
      field('healthCheckSeconds', 'health check', 's'),
      field('giveUpSeconds', 'give up', 's'),
      field('logLevel', 'log level'),
    ],
  },
];

export const formFields: readonly FormField[] = formGroups.flatMap(({ fields }) => fields);

/** The words for the field at a path; the path itself where the form does not have it. */
export function fieldLabel(path: string): string {
  const group = formGroups.find(({ fields }) => fields.some((each) => each.path === path));
  const known = formFields.find((each) => each.path === path);
  if (group === undefined || known === undefined) return path;
  return ['size', 'service', 'run'].includes(group.title)
    ? known.label
    : `${group.title.replace(/ of a route$/, '')}: ${known.label}`;
}
