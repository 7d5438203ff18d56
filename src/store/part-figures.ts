import type { PartFigures, ReportFacts } from '../report/report-facts.ts';
import type { ResolvedRole } from '../spec/resolved.ts';
import type { Database } from './sqlite.ts';

/** A role on a route. */
interface CellRow {
  role: number;
  route: number;
  calls: number;
  ok: number;
  input: number;
  output: number;
  cost: number;
  unpriced: number;
  ms: number;
}

interface EndRow {
  role: number;
  route: number | null;
  done: number;
  failed: number;
}

/** The run by its roles, routes and tiers; parts without tasks and calls are told too, but for tiers. */
export function partFigures(
  database: Database,
  roles: readonly ResolvedRole[],
): Pick<ReportFacts, 'roles' | 'routes' | 'tiers'> {
  const cells = database
    .prepare(`
      SELECT tasks.role AS role, attempts.route AS route, count(*) AS calls,
        sum(outcome IN ('done', 'turn')) AS ok,
        total(attempts.input_tokens) + total(attempts.cache_read_tokens)
          + total(attempts.cache_write_tokens) AS input,
        total(attempts.output_tokens) AS output, total(attempts.cost_nano_usd) AS cost,
        sum(outcome IN ('done', 'turn') AND attempts.cost_nano_usd IS NULL) AS unpriced,
        total(attempts.call_ms) FILTER (WHERE outcome IN ('done', 'turn')) AS ms
      FROM attempts JOIN tasks USING (task) GROUP BY 1, 2`)
    .all() as unknown as CellRow[];
  const ends = database
    .prepare(`
      SELECT role, route, sum(status = 'done') AS done, sum(status IN ('failed', 'poison')) AS failed
      FROM tasks GROUP BY 1, 2`)
    .all() as unknown as EndRow[];
  const routes = database.prepare('SELECT route, name FROM routes ORDER BY route').all();
  const tiers = [...new Set(roles.map(({ tier }) => tier ?? null))];
  const part = (name: string, of: (row: { role: number; route: number | null }) => boolean) =>
    sumOf(name, cells.filter(of), ends.filter(of));
  return {
    roles: roles.map(({ name }, role) => part(name, (row) => row.role === role)),
    routes: routes.map(({ route, name }) => part(String(name), (row) => row.route === route)),
    tiers:
      tiers.length === 1 && tiers[0] === null
        ? []
        : tiers.map((tier) =>
            part(tier ?? 'no tier', (row) => (roles[row.role]?.tier ?? null) === tier),
          ),
  };
}

function sumOf(name: string, cells: readonly CellRow[], ends: readonly EndRow[]): PartFigures {
  const sum = (of: (row: CellRow) => number) => cells.reduce((all, row) => all + of(row), 0);
  const ok = sum((row) => row.ok);
  return {
    name,
    done: ends.reduce((all, row) => all + row.done, 0),
    failed: ends.reduce((all, row) => all + row.failed, 0),
    calls: sum((row) => row.calls),
    inputTokens: sum((row) => row.input),
    outputTokens: sum((row) => row.output),
    costNanoUsd: sum((row) => row.cost),
    unpriced: sum((row) => row.unpriced),
    averageCallMs: ok === 0 ? null : sum((row) => row.ms) / ok,
  };
}
