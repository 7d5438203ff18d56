import type { ResolvedSpec } from '../../resolved.ts';

/** What the work is read from. */
export interface WorkSource {
  /** Names of the roles. */
  readonly roles: readonly string[];
  /** The same roles, with their routes. */
  readonly agents: Pick<ResolvedSpec, 'roles' | 'routes'>;
  /** What a file name in the spec file starts from. */
  readonly specDirectory: string;
  /** What a file name in a flag starts from. */
  readonly cwd: string;
  /** What stdin gave, where it was read before. */
  readonly stdin?: string;
  /** Prompts to make up where there is no workload; null where the work must be given. */
  readonly demonstration: number | null;
}
