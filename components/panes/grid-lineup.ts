import type { Lineup } from './agents-lineup.ts';
import { type GridPlan, isScattered, planGrid } from './grid-plan.ts';

/** The grid of a lineup in a rectangle. */
export function gridOfLineup(lineup: Lineup, columns: number, rows: number): GridPlan {
  const { by, groups, longest, roles } = lineup;
  if (by === 'role') return planGrid(groups, columns, rows);
  // Beside agents of other roles a number alone names nobody.
  const digits = roles > 1 ? 0 : lineup.digits;
  const scattered = isScattered(roles, lineup.all);
  // Where every role is one agent, names go without numbers.
  const name = lineup.all === roles ? longest - 1 - lineup.digits : longest;
  return planGrid(groups, columns, rows, {
    digits,
    longest: scattered ? name : longest,
    scattered,
  });
}
