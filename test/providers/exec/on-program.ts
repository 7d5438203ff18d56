import { onTestFinished } from 'vitest';
import { ExecProvider } from '../../../src/providers/exec/exec-provider.ts';
import type { ActiveCall, Turn, TurnFailure, TurnResult } from '../../../src/providers/provider.ts';
import type { ExecPolicy, TimeoutPolicy } from '../../../src/spec/resolved.ts';
import { folder } from '../../helpers/spec.ts';

export const turn: Turn = {
  model: 'm',
  messages: [{ role: 'user', content: 'Hello?' }],
  maxOutputTokens: null,
};

const noTimeouts: TimeoutPolicy = {
  connectSeconds: null,
  firstTokenSeconds: null,
  idleSeconds: null,
  totalSeconds: null,
  taskSeconds: null,
};

export interface ProgramOptions {
  readonly policy?: Partial<ExecPolicy>;
  readonly timeouts?: Partial<TimeoutPolicy>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly isFree?: boolean;
}

/** A route that runs `sh -c SCRIPT` in a directory of its own. */
export function programRoute(script: string, options: ProgramOptions = {}): ExecProvider {
  const policy: ExecPolicy = {
    command: ['sh', '-c', script],
    input: 'stdin',
    cwd: folder(),
    env: {},
    profile: 'text',
    jsonl: null,
    exitCodes: {},
    maxOutputBytes: 10_000_000,
    ...options.policy,
  };
  const provider = new ExecProvider({
    policy,
    secrets: options.secrets ?? {},
    isFree: options.isFree,
    pool: 10,
    timeouts: { ...noTimeouts, ...options.timeouts },
  });
  onTestFinished(async () => void (await provider.close()));
  return provider;
}

export interface ProgramTrace {
  readonly stages: readonly string[];
  readonly deltas: readonly string[];
  readonly result: TurnResult | null;
  readonly failure: TurnFailure | null;
  /** How often its end was told. */
  readonly ends: () => number;
}

/** Makes one call, and gives all that the engine would have been told. */
export function callOf(
  provider: ExecProvider,
  asked: Turn = turn,
  on: {
    delta?(text: string, call: ActiveCall): void;
    stage?(words: string, call: ActiveCall): void;
  } = {},
): { readonly call: ActiveCall; readonly ended: Promise<ProgramTrace> } {
  const stages: string[] = [];
  const deltas: string[] = [];
  const { promise, resolve } = Promise.withResolvers<ProgramTrace>();
  let ends = 0;
  const end = (result: TurnResult | null, failure: TurnFailure | null) => {
    ends++;
    resolve({ stages, deltas, result, failure, ends: () => ends });
  };
  const call = provider.call(asked, {
    sent() {},
    stage: (words) => {
      stages.push(words);
      on.stage?.(words, call);
    },
    delta: (text) => {
      deltas.push(text);
      on.delta?.(text, call);
    },
    done: (result) => end(result, null),
    failed: (failure) => end(null, failure),
  });
  return { call, ended: promise };
}

/** What comes of one call of a script. */
export async function ran(script: string, options: ProgramOptions = {}): Promise<ProgramTrace> {
  return callOf(programRoute(script, options)).ended;
}

/** The id of a call's program, by its stage. */
export function pidIn(stages: readonly string[]): number {
  return Number(/^running pid (\d+)$/.exec(stages[0] ?? '')?.[1]);
}
