/** A command of the command line, as the help, the palette and completion show it. */
export interface CommandEntry {
  readonly word: string;
  /** What follows the word; empty where nothing has to. */
  readonly usage: string;
  /** What it does, in a few words. */
  readonly says: string;
  /** What can be completed behind it. */
  readonly takes:
    | 'nothing'
    | 'now'
    | 'concurrency'
    | 'agents'
    | 'share'
    | 'budget'
    | 'limit'
    | 'set'
    | 'selection'
    | 'selection route'
    | 'selection priority'
    | 'route'
    | 'breaker'
    | 'preset'
    | 'theme'
    | 'file selection'
    | 'name';
}

/** Every command, in the order of the help. */
export const commandCatalogue: readonly CommandEntry[] = [
  { word: 'pause', usage: '[now | SELECTION]', says: 'calls end; now cuts them', takes: 'now' },
  { word: 'resume', usage: '[SELECTION]', says: 'go on', takes: 'nothing' },
  { word: 'stop', usage: '[now]', says: 'drain and end; now cuts every call', takes: 'now' },
  {
    word: 'concurrency',
    usage: 'N | MIN-MAX | auto | fixed',
    says: 'calls in flight, at most',
    takes: 'concurrency',
  },
  { word: 'agents', usage: '[ROLE] N | ROLE=N …', says: 'agents at work', takes: 'agents' },
  {
    word: 'share',
    usage: 'ROLE=N ROLE=N …',
    says: 'split the agents of these roles anew',
    takes: 'share',
  },
  {
    word: 'budget',
    usage: 'USD | none | agent=USD day=USD',
    says: 'what may be spent',
    takes: 'budget',
  },
  {
    word: 'limit',
    usage: '[ROUTE] rpm=N tpm=N …',
    says: 'requests and tokens a route may use',
    takes: 'limit',
  },
  {
    word: 'set',
    usage: 'FIELD=VALUE …',
    says: 'retry, breaker, timeouts, pool, batch',
    takes: 'set',
  },
  { word: 'preset', usage: 'NAME', says: 'switch the tuning of the live run', takes: 'preset' },
  { word: 'save', usage: 'NAME', says: 'keep the tuning as a preset of yours', takes: 'name' },
  { word: 'cancel', usage: 'SELECTION', says: 'end tasks for good', takes: 'selection' },
  {
    word: 'retry',
    usage: 'SELECTION',
    says: 'try at once, or once more what failed',
    takes: 'selection',
  },
  {
    word: 'requeue',
    usage: 'SELECTION',
    says: 'cut their calls and queue them again',
    takes: 'selection',
  },
  {
    word: 'route',
    usage: 'SELECTION ROUTE',
    says: 'send tasks another way from now on',
    takes: 'selection route',
  },
  {
    word: 'priority',
    usage: 'SELECTION critical | high | normal | low | N',
    says: 'put tasks elsewhere in the queue',
    takes: 'selection priority',
  },
  {
    word: 'allow',
    usage: 'SELECTION',
    says: 'let the tools run that ask first',
    takes: 'selection',
  },
  {
    word: 'refuse',
    usage: 'SELECTION',
    says: 'do not let them run; the model is told',
    takes: 'selection',
  },
  { word: 'trip', usage: 'ROUTE', says: 'open the breaker of a route', takes: 'route' },
  { word: 'reset', usage: 'ROUTE', says: 'close the breaker of a route', takes: 'route' },
  {
    word: 'mark',
    usage: 'SELECTION',
    says: 'mark the agents that work on these tasks',
    takes: 'selection',
  },
  { word: 'unmark', usage: '', says: 'take all marks away', takes: 'nothing' },
  { word: 'results', usage: '', says: 'what the tasks gave, and their failures', takes: 'nothing' },
  { word: 'work', usage: '', says: 'how the work hangs together', takes: 'nothing' },
  {
    word: 'export',
    usage: 'FILE.csv | .jsonl | .md [SELECTION]',
    says: 'write results to a file; export! replaces one',
    takes: 'file selection',
  },
  { word: 'history', usage: '', says: 'runs of before', takes: 'nothing' },
  { word: 'theme', usage: 'NAME', says: 'colours of the console', takes: 'theme' },
  { word: 'help', usage: '', says: 'all keys and signs', takes: 'nothing' },
  { word: 'quit', usage: '', says: 'leave; asks while a run lives', takes: 'nothing' },
];

/** Understood, and listed in another way: as the log writes it, or with its mark of insistence. */
const unlisted: readonly CommandEntry[] = [
  {
    word: 'export!',
    usage: 'FILE.csv | .jsonl | .md [SELECTION]',
    says: 'write results, and replace a file that is there',
    takes: 'file selection',
  },
  { word: 'rerun', usage: 'SELECTION', says: 'as retry', takes: 'selection' },
  { word: 'breaker', usage: 'trip | reset ROUTE', says: 'open or close', takes: 'breaker' },
];

export function commandEntry(word: string): CommandEntry | null {
  return [...commandCatalogue, ...unlisted].find((entry) => entry.word === word) ?? null;
}
