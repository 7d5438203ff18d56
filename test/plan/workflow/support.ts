import { compilePlan } from '../../../src/plan/compile-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { specDocument } from '../../../src/spec/spec-document.ts';
import { Chance } from '../../helpers/chance.ts';
import { resolved } from '../../helpers/spec.ts';
import { Driven, type FateOf } from './driven.ts';

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
  return new Driven(await planOf({ workflow: { tasks, ...more } }), fateOf(fates), new Chance(1));
}

/** `failed`, `poison` and `cancelled` are ends; anything else is an answer. */
export function fateOf(fates: Readonly<Record<string, string>>): FateOf {
  return (id) => {
    const said = fates[id] ?? `${id}!`;
    if (said === 'failed' || said === 'poison' || said === 'cancelled') return { status: said };
    return { text: said };
  };
}
