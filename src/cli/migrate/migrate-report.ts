import { modelTiers } from '../../spec/model-tiers.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import { count, plural } from '../format.ts';
import { table } from '../runs-format.ts';
import type { Migration } from './migration.ts';

/** What will run: the roles of one tier on one route. */
interface PlanRow {
  readonly tier: string | null;
  /** Name of the first route, `provider/model`. */
  readonly route: string;
  readonly model: string;
  readonly roles: readonly string[];
  readonly agents: number;
}

export interface MigrateReport {
  readonly source: string;
  readonly kind: Migration['kind'];
  /** Where the spec was written; `-` is stdout. */
  readonly spec: string;
  readonly total: number;
  readonly ready: number;
  readonly attention: Migration['attention'];
  readonly carried: Migration['carried'];
  readonly plan: readonly PlanRow[];
  /** Agents by the tag of their role, the most first. */
  readonly types: Readonly<Record<string, number>>;
  readonly needs: readonly string[];
}

/** @param resolved what a run would make of the spec; null where it would refuse it */
export function migrateReport(
  migration: Migration,
  source: string,
  out: string,
  resolved: ResolvedSpec | null,
): MigrateReport {
  const { kind, total, ready, attention, carried, needs } = migration;
  const plan = resolved === null ? [] : planOf(resolved);
  const types = resolved === null ? {} : typesOf(resolved);
  return { source, kind, spec: out, total, ready, attention, carried, plan, types, needs };
}

export function reportText(report: MigrateReport, unit: string): string {
  const { source, total, ready, attention, carried, plan, types, needs, spec } = report;
  const waits = `${count(attention.length)} need${attention.length === 1 ? 's' : ''} attention`;
  const sections = [`${source}: ${plural(total, unit)}, ${count(ready)} ready, ${waits}`];
  if (attention.length > 0) {
    const lines = attention.map(({ line, what, why }) => [
      line === null ? '' : `line ${line}`,
      what === null ? why : `${what}: ${why}`,
    ]);
    sections.push(titled('Needs attention', lines));
  }
  if (carried.length > 0) {
    const lines = carried.map(({ line, what, as }) => [
      line === null ? '' : `line ${line}`,
      what,
      as,
    ]);
    sections.push(titled('Ready', lines));
  }
  if (plan.length > 0) sections.push(`The plan\n${indented(planTable(plan))}${typesLine(types)}`);
  sections.push(['What it needs before it runs', ...needs.map((need) => `  ${need}`)].join('\n'));
  if (spec !== '-')
    sections.push(
      `Wrote ${spec}. See what it would do and cost:\n  swarmdeck run ${quoted(spec)} --dry-run`,
    );
  return `${sections.map((section) => section.trimEnd()).join('\n\n')}\n`;
}

function planOf({ roles, routes }: ResolvedSpec): PlanRow[] {
  const rows = new Map<string, { -readonly [Field in keyof PlanRow]: PlanRow[Field] }>();
  const rank = (tier: (typeof roles)[number]['tier']) =>
    tier === null ? modelTiers.length : modelTiers.indexOf(tier);
  for (const role of roles.toSorted((a, b) => rank(a.tier) - rank(b.tier))) {
    const { name: route, model } = routes[role.routes[0]];
    // Of agents at a service each has a route of its own, and none has a tier.
    const key = `${role.tier} ${route}`;
    const row = rows.get(key) ?? { tier: role.tier, route, model, roles: [], agents: 0 };
    row.roles = [...row.roles, role.name];
    row.agents += role.agents;
    rows.set(key, row);
  }
  return [...rows.values()];
}

function typesOf({ roles }: ResolvedSpec): Record<string, number> {
  const types = new Map<string, number>();
  for (const { tags, agents } of roles)
    for (const tag of tags) types.set(tag, (types.get(tag) ?? 0) + agents);
  return Object.fromEntries([...types].sort(([, a], [, b]) => b - a));
}

function planTable(plan: readonly PlanRow[]): string {
  const columns = [
    { title: 'tier' },
    { title: 'route' },
    { title: 'roles', right: true },
    { title: 'agents', right: true },
  ];
  const rows = plan.map(({ tier, route, roles, agents }) => [
    tier ?? '–',
    route,
    roles.length === 1 ? roles[0] : count(roles.length),
    count(agents),
  ]);
  return table(columns, rows);
}

function typesLine(types: Readonly<Record<string, number>>): string {
  const words = Object.entries(types).map(([type, agents]) => `${type} ${count(agents)}`);
  return words.length === 0 ? '' : `  by type: ${words.join(', ')}\n`;
}

function titled(title: string, lines: readonly (readonly string[])[]): string {
  const [, ...rows] = table(
    lines[0].map(() => ({ title: '' })),
    lines,
  ).split('\n');
  return [title, ...rows.map((row) => `  ${row}`)].join('\n');
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

/** As a shell takes it. */
function quoted(path: string): string {
  return /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
