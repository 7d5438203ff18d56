import type { Command, ConcurrencyWish, TaskSelection, TuningWish } from './command.ts';

/** The command in the words of the command line. */
export function commandWords(command: Command): string {
  switch (command.type) {
    case 'pause':
      return command.mode === 'hard' ? 'pause now' : 'pause';
    case 'resume':
      return 'resume';
    case 'stop':
      return command.mode === 'now' ? 'stop now' : 'stop';
    case 'concurrency':
      return `concurrency ${concurrencyWords(command.value)}`;
    case 'cancel':
    case 'retry':
    case 'requeue':
    case 'allow':
    case 'refuse':
      return `${command.type} ${selectionWords(command.selection)}`;
    case 'hold':
      return `pause ${selectionWords(command.selection)}`;
    case 'unhold':
      return `resume ${selectionWords(command.selection)}`;
    case 'route':
      return `route ${selectionWords(command.selection)} ${command.route}`;
    case 'priority':
      return `priority ${selectionWords(command.selection)} ${command.value}`;
    case 'agents':
      return `agents ${command.role === null ? '' : `${command.role} `}${command.value}`;
    case 'tune':
      return tuningWords(command.wish);
    case 'breaker':
      return `breaker ${command.action} ${command.route}`;
    case 'preset':
      return `preset ${command.name}`;
  }
}

export function concurrencyWords(value: ConcurrencyWish): string {
  return typeof value === 'object' ? `${value.min}-${value.max}` : String(value);
}

function selectionWords(selection: TaskSelection): string {
  if ('query' in selection) return selection.query;
  if (selection.as !== undefined) return selection.as;
  const { length } = selection.tasks;
  return length === 1 ? '1 task' : `${length} tasks`;
}

function tuningWords({ route, limits, ...rest }: TuningWish): string {
  const words = [...settings(rest, '')];
  const ofLimits = [...settings({ limits }, '')];
  if (route === undefined) words.push(...ofLimits);
  else if (ofLimits.length > 0) words.push(route, ...ofLimits);
  return `set ${words.join(' ')}`;
}

function* settings(value: object, path: string): Generator<string> {
  for (const [field, part] of Object.entries(value)) {
    if (part === undefined) continue;
    if (typeof part === 'object' && part !== null) yield* settings(part, `${path}${field}.`);
    else yield `${path}${field}=${part}`;
  }
}
