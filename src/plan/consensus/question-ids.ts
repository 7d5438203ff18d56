import type { QuestionItem } from '../../spec/work/consensus-workload.ts';

/**
 * The name of every question: its own id, or else `q1`, `q2` by its place. No name is given twice: where
 * the operator's ids would meet a made one, the made ones are longer.
 */
export function questionIds(questions: readonly QuestionItem[]): (question: number) => string {
  const own = new Set<string>();
  for (const { id } of questions) if (id !== undefined) own.add(id);
  let lead = 'q';
  while (own.size < questions.length && meets(own, lead)) lead = `${lead}-`;
  return (question) => questions[question].id ?? `${lead}${question + 1}`;
}

function meets(ids: ReadonlySet<string>, lead: string): boolean {
  for (const id of ids) {
    if (id.startsWith(lead) && /^\d+$/.test(id.slice(lead.length))) return true;
  }
  return false;
}
