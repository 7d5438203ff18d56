import type { Environment } from '../../spec/environment.ts';
import type { Spec } from '../../spec/schema/spec.ts';

/** Something of the old file that a person has to look at. */
export interface Attention {
  readonly line: number | null;
  /** The variable, or what the roster calls the agent; null where it has no name. */
  readonly what: string | null;
  readonly why: string;
}

/** What became of something that was taken over. */
export interface Carried {
  readonly line: number | null;
  readonly what: string;
  /** `agents`, or that it stays in the environment. */
  readonly as: string;
}

/** An old file as a spec, with what is to be said about it. */
export interface Migration {
  readonly kind: 'environment' | 'roster';
  /** What is counted: `variables`, `agents`. */
  readonly unit: string;
  readonly total: number;
  readonly ready: number;
  readonly attention: readonly Attention[];
  /** What became of each variable; of a roster each agent is a role. */
  readonly carried: readonly Carried[];
  readonly spec: Spec;
  /** What a run of it finds in the environment, once what is wrong there is mended. */
  readonly environment: Environment;
  /** What stands above the spec, a line each. */
  readonly comments: readonly string[];
  /** What it needs before it runs for real, a sentence each. */
  readonly needs: readonly string[];
}
