import type { AttemptRecord, TaskRecord } from '../../../src/state/task-record.ts';

/** An attempt that took 41 ms to connect, 380 ms to the first token after that, and streamed 3.1 s. */
export function attemptOf(change: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    attempt: 1,
    turn: 1,
    agent: 0,
    route: 0,
    queuedT: 800,
    startedT: 1_000,
    sentT: 1_041,
    streamingT: 1_421,
    endedT: 4_521,
    connectMs: 41,
    firstTokenMs: 421,
    outcome: 'done',
    error: null,
    waitMs: null,
    usage: {
      inputTokens: 400,
      cacheReadTokens: 12,
      cacheWriteTokens: 0,
      outputTokens: 1_204,
      estimated: false,
    },
    costNanoUsd: 3_100_000,
    reservedNanoUsd: 4_200_000,
    uncertain: false,
    ...change,
  };
}

/** One that was refused after 900 ms, and after which 610 ms were to be waited. */
export function refusedAttempt(change: Partial<AttemptRecord> = {}): AttemptRecord {
  return attemptOf({
    streamingT: null,
    firstTokenMs: null,
    endedT: 1_900,
    outcome: 'retrying',
    error: { class: 'rate-limited', status: 429, message: '429: slow down' },
    waitMs: 610,
    usage: null,
    costNanoUsd: null,
    ...change,
  });
}

export function recordOf(change: Partial<TaskRecord> = {}): TaskRecord {
  return {
    task: 7,
    id: 'q7',
    role: 0,
    status: 'done',
    agent: 0,
    messages: [
      { role: 'system', content: 'You are brief.' },
      { role: 'user', content: 'Name a harbour.' },
    ],
    toolCalls: [],
    attempts: [attemptOf()],
    answer: 'Bergen.',
    finishReason: 'stop',
    error: null,
    ...change,
  };
}
