import { Dialogue } from '../engine/turns/dialogue.ts';
import type { RoleTurns } from '../engine/turns/role-turns.ts';
import { compileSchema } from '../spec/compile-schema.ts';
import { jsonAnswer } from '../spec/json-answer.ts';
import type { ResolvedRole } from '../spec/resolved.ts';
import { openConversations } from '../store/said-turns.ts';
import type { Database } from '../store/sqlite.ts';
import type { ToolBox } from '../tools/tool.ts';

/** How tasks of a role may take several turns; null where each takes one. */
export async function roleTurns(
  role: ResolvedRole,
  box: ToolBox | null,
): Promise<RoleTurns | null> {
  const { name, schema = null, maxTurns } = role;
  const tools = box?.of(name).map(({ definition }) => definition) ?? [];
  if (tools.length === 0 && schema === null) return null;
  const check = schema === null ? null : await compileSchema(schema);
  return {
    tools,
    outputSchema: schema,
    most: maxTurns,
    problemOf(text) {
      if (check === null) return null;
      const answer = jsonAnswer(text);
      return answer.ok ? check(answer.value) : answer.problem;
    },
  };
}

/** The conversations that go on where earlier sessions of a run left them, by task. */
export function openDialogues(database: Database): Map<number, Dialogue> {
  const open = new Map<number, Dialogue>();
  for (const [task, turns] of openConversations(database)) {
    const dialogue = new Dialogue();
    for (const turn of turns) {
      dialogue.ended(turn);
      for (const [call, text] of turn.answers) dialogue.answered(call, text);
    }
    open.set(task, dialogue);
  }
  return open;
}
