import { compilePlan } from '../../../src/plan/compile-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { specDocument } from '../../../src/spec/spec-document.ts';
import { resolved } from '../../helpers/spec.ts';
import type { UnfoldedEnd } from '../../helpers/unfold.ts';
import { Driven } from './driven.ts';

/** The plan of one workflow, or of what a workload says. */
export async function planOf(workload: object): Promise<Plan> {
  return compilePlan(await resolved({ specFile: specDocument({ workload }) }));
}

/** Begins a workflow of these tasks; unless a fate says otherwise each answers `<id>!`. */
export async function driven(
  tasks: object,
  fates: Readonly<Record<string, string>> = {},
  more: object = {},
): Promise<Driven> {
  return new Driven(await planOf({ workflow: { tasks, ...more } }), fateOf(fates));
}

/** `failed`, `poison` and `cancelled` are ends; anything else is an answer. */
export function fateOf(fates: Readonly<Record<string, string>>): (id: string) => UnfoldedEnd {
  return (id) => {
    const said = fates[id] ?? `${id}!`;
    if (said === 'failed' || said === 'poison' || said === 'cancelled') return { status: said };
    return { text: said };
  };
}
