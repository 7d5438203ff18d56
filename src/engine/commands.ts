/** What an operator can ask of a run. Nothing is assumed done: the answer says so, and events follow. */
export type Command =
  /** soft: running calls end; hard: they are cut and their tasks go back to the queue. */
  | { readonly type: 'pause'; readonly mode: 'soft' | 'hard' }
  | { readonly type: 'resume' }
  /** drain: running calls may end, within `withinMs` where given; now: every socket is closed. */
  | { readonly type: 'stop'; readonly mode: 'drain' | 'now'; readonly withinMs?: number }
  | { readonly type: 'concurrency'; readonly value: number };

/** Who asks, and why where they said so. */
export interface Asker {
  readonly by: string;
  readonly why?: string;
}

export type Acknowledgement =
  | { readonly ok: true; readonly id: number }
  | { readonly ok: false; readonly id: number; readonly reason: string };

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
      return `concurrency ${command.value}`;
  }
}
