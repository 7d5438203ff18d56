import type { TimeoutPolicy } from '../spec/resolved.ts';

/** Time limits of one call, ms; infinite where there is none. */
export interface CallTimeouts {
  readonly connectMs: number;
  readonly firstTokenMs: number;
  readonly idleMs: number;
  readonly totalMs: number;
}

export function callTimeouts(policy: TimeoutPolicy): CallTimeouts {
  const ms = (seconds: number | null) =>
    seconds === null ? Number.POSITIVE_INFINITY : seconds * 1000;
  return {
    connectMs: ms(policy.connectSeconds),
    firstTokenMs: ms(policy.firstTokenSeconds),
    idleMs: ms(policy.idleSeconds),
    totalMs: ms(policy.totalSeconds),
  };
}

/** What did not come in time. */
export function lateWords(
  awaited: 'connect' | 'first token' | 'idle' | 'end',
  { connectMs, firstTokenMs, idleMs, totalMs }: CallTimeouts,
): string {
  switch (awaited) {
    case 'connect':
      return `no connect within ${connectMs / 1000} s`;
    case 'first token':
      return `no first token within ${firstTokenMs / 1000} s`;
    case 'idle':
      return `no further token within ${idleMs / 1000} s`;
    case 'end':
      return `no end within ${totalMs / 1000} s of the call`;
  }
}
