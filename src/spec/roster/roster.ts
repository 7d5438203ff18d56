import type { ModelTier } from '../model-tiers.ts';
import type { RoleSpec } from '../schema/spec.ts';

/** An agent of a roster, as a role that does its work. */
export interface RosterAgent {
  /** The name of its role: letters, digits, - and _. */
  readonly name: string;
  /** What the roster calls it. */
  readonly title: string;
  /** What it belongs to: a department, a kind. */
  readonly type: string | null;
  /** Null where the roster has no column for it. */
  readonly tier: ModelTier | null;
  /** How many of it there are. */
  readonly agents: number;
  /** Its tier, instructions and tags, ready to stand under `roles` of a spec. */
  readonly role: RoleSpec;
  /** Line of the file; null where it has none. */
  readonly line: number | null;
}

/** An entry that cannot be taken over as it is. */
export interface RosterProblem {
  readonly line: number | null;
  /** What the roster calls it; null where it has no name. */
  readonly title: string | null;
  /** Why, with the mend where there is one. */
  readonly why: string;
}

/** What a file of agents says, as far as it can be read. */
export interface Roster {
  /** As the operator wrote it. */
  readonly file: string;
  /** In the order of the file. */
  readonly agents: readonly RosterAgent[];
  readonly problems: readonly RosterProblem[];
}

/** One entry before it is understood: texts by the name of their column or field. */
export interface RosterRow {
  readonly line: number | null;
  readonly fields: Readonly<Record<string, string>>;
}

/** The entries of a file, and those that are not even that. */
export interface RosterRows {
  readonly rows: readonly RosterRow[];
  readonly problems: readonly RosterProblem[];
}
