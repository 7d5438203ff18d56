import type { WantedCall } from './events.ts';

/** A call of a tool that has not ended. Times are run time in ms, null for what has not come. */
export interface ToolCallNow {
  /** `WantedCall.id`. */
  readonly call: string;
  readonly tool: string;
  /** Since when it waits for the operator's word; null where it waits for none. */
  readonly askedT: number | null;
  readonly startedT: number | null;
}

/** Names a call among those of a run, as `RunState.asked` does. */
export function callKey({ task, call }: { readonly task: number; readonly call: string }): string {
  return `${task}/${call}`;
}

const none: readonly ToolCallNow[] = [];

/** The calls of tools that are under way, by the task whose model wanted them. */
export class ToolCalls {
  private readonly byTask = new Map<number, ToolCallNow[]>();

  /** Those that have not ended, in the order in which the model wanted them. */
  of(task: number): readonly ToolCallNow[] {
    return this.byTask.get(task) ?? none;
  }

  /** Tasks that have any. */
  get tasks(): number {
    return this.byTask.size;
  }

  /** How many run, over all tasks. */
  get running(): number {
    let running = 0;
    for (const calls of this.byTask.values())
      for (const { startedT } of calls) if (startedT !== null) running++;
    return running;
  }

  /** A turn has ended that wants these. */
  begin(task: number, calls: readonly WantedCall[]): void {
    if (calls.length === 0) return;
    const wanted = calls.map(({ id, tool }) => ({ call: id, tool, askedT: null, startedT: null }));
    this.byTask.set(task, wanted);
  }

  /** It is otherwise from now on; nothing comes of it where the task goes on without it. */
  change(task: number, call: string, change: Partial<ToolCallNow>): void {
    const calls = this.byTask.get(task);
    const at = calls?.findIndex((each) => each.call === call) ?? -1;
    if (calls !== undefined && at >= 0) calls[at] = { ...calls[at], ...change };
  }

  end(task: number, call: string): void {
    const calls = this.byTask.get(task);
    const at = calls?.findIndex((each) => each.call === call) ?? -1;
    if (calls === undefined || at < 0) return;
    calls.splice(at, 1);
    if (calls.length === 0) this.byTask.delete(task);
  }

  /** The task goes on, or has ended, without them. */
  forget(task: number): void {
    this.byTask.delete(task);
  }

  clear(): void {
    this.byTask.clear();
  }
}

/** What a task is at, by its calls: `http_get`, `asks for shell`, `http_get and 2 more`; empty for none. */
export function toolStage(calls: readonly ToolCallNow[]): string {
  const asks = calls.find(({ askedT }) => askedT !== null);
  const first = asks ?? calls.find(({ startedT }) => startedT !== null) ?? calls[0];
  if (first === undefined) return '';
  const others = calls.length === 1 ? '' : ` and ${calls.length - 1} more`;
  return `${asks === undefined ? '' : 'asks for '}${first.tool}${others}`;
}

/** Since when it is at that, run time in ms; null where its calls wait for their turn. */
export function toolSinceT(calls: readonly ToolCallNow[]): number | null {
  const first = (times: readonly (number | null)[]) =>
    times.reduce((least, t) => (t === null || (least !== null && least <= t) ? least : t), null);
  return first(calls.map(({ askedT }) => askedT)) ?? first(calls.map(({ startedT }) => startedT));
}
