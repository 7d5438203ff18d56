import { schemaNote } from '../../spec/schema-note.ts';
import type { EngineConfig } from '../engine-config.ts';
import { Dialogue } from './dialogue.ts';
import type { RoleTurns } from './role-turns.ts';

/** The conversations that are longer than their plan, by task. */
export class Dialogues {
  private readonly byTask: Map<number, Dialogue>;
  /** Upper estimate of the tokens that the tools and the schema of each role take in every call. */
  private readonly tokensOfRole: readonly number[];
  /** Its columns grow with it, and are read anew each time. */
  private readonly plan: EngineConfig['plan'];

  constructor({ roles, plan, dialogues }: Pick<EngineConfig, 'roles' | 'plan' | 'dialogues'>) {
    this.byTask = new Map(dialogues);
    this.plan = plan;
    this.tokensOfRole = roles.map(({ turns }) =>
      turns ? tokensOf(JSON.stringify(turns.tools)) + tokensOfSchema(turns) : 0,
    );
  }

  /** Undefined as long as no turn of the task has ended. */
  of(task: number): Dialogue | undefined {
    return this.byTask.get(task);
  }

  /** The task's, begun where there is none. */
  open(task: number): Dialogue {
    let dialogue = this.byTask.get(task);
    if (dialogue === undefined) {
      dialogue = new Dialogue();
      this.byTask.set(task, dialogue);
    }
    return dialogue;
  }

  /** The task has ended, or begins from its plan again. */
  forget(task: number): void {
    this.byTask.delete(task);
  }

  /** Upper estimate of the tokens of the next call beyond the messages of the plan. */
  extraTokens(task: number): number {
    return this.tokensOfRole[this.plan.role[task]] + (this.byTask.get(task)?.tokens ?? 0);
  }
}

/** As long as it is among the instructions, which is the longer of its ways. */
function tokensOfSchema({ outputSchema }: RoleTurns): number {
  return outputSchema === null ? 0 : tokensOf(schemaNote(outputSchema));
}

function tokensOf(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 2);
}
