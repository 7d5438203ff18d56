import type { CodeAgent } from '../agents/code-agent.ts';
import { messageOf } from '../agents/code-failures.ts';
import type { CodeScope } from '../agents/code-scope.ts';
import { statsOf } from '../agents/wrap/own-words.ts';
import type { PlanCode } from '../plan/plan-code.ts';
import { namesThereAre } from '../spec/near-miss.ts';
import { callsNothing } from '../spec/providers.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { UsageError } from '../spec/usage-error.ts';
import type { RunLog } from '../store/run-log.ts';
import { beginCode } from './code-process.ts';

/** Agents that are code, by the names of their roles. */
export type GivenAgents = Readonly<Record<string, CodeAgent>>;

type Level = Parameters<RunLog['write']>[0];

/** The code of a session's agents: loaded before it begins, and ended with it. */
export class SessionCode {
  /** By role; null where its agents are a model alone. */
  readonly agents: readonly (CodeAgent | null)[];
  private readonly spec: ResolvedSpec;
  private readonly lines: CodeLines;
  private readonly letProcessGo: () => void;

  private constructor(
    spec: ResolvedSpec,
    agents: readonly (CodeAgent | null)[],
    lines: CodeLines,
    letProcessGo: () => void,
  ) {
    this.spec = spec;
    this.agents = agents;
    this.lines = lines;
    this.letProcessGo = letProcessGo;
  }

  /**
   * @param given goes before what the spec says
   * @param ofPlan what the plan goes by, which is loaded and given too
   * @throws UsageError where the code of a role is not there, or is no agent
   */
  static async open(
    spec: ResolvedSpec,
    given: GivenAgents = {},
    ofPlan?: PlanCode,
  ): Promise<SessionCode> {
    needCode(spec, given);
    const lines = new CodeLines();
    const hasCode = spec.roles.some(({ name, code }) => code || given[name] !== undefined);
    const letProcessGo = hasCode || ofPlan !== undefined ? beginCode() : () => {};
    try {
      const agents = await loadAll(spec, given, lines, ofPlan);
      return new SessionCode(spec, agents, lines, letProcessGo);
    } catch (error) {
      letProcessGo();
      throw error;
    }
  }

  /** The log of the run, where goes what code says. */
  set log(log: RunLog) {
    this.lines.log = log;
  }

  line(level: Level, text: string, fields?: Record<string, unknown>): void {
    this.lines.write(level, text, fields);
  }

  /** Every agent lets go of what it holds; what it did, and what it does not let go of, is logged. */
  async close(): Promise<void> {
    const ofRoles = new Map<CodeAgent, string[]>();
    for (const [role, agent] of this.agents.entries()) {
      if (agent === null) continue;
      ofRoles.set(agent, [...(ofRoles.get(agent) ?? []), this.spec.roles[role].name]);
    }
    await Promise.all([...ofRoles].map(([agent, names]) => this.end(agent, names.join(', '))));
    this.letProcessGo();
  }

  private async end(agent: CodeAgent, roles: string): Promise<void> {
    // As it stands before it is shut down.
    const stats = statsOf(agent);
    try {
      await agent.shutdown?.();
    } catch (error) {
      this.line('warn', `the code of ${roles} did not shut down as it should: ${messageOf(error)}`);
    }
    if (stats !== undefined) this.line('info', `the code of ${roles} has ended`, { stats });
  }
}

/**
 * @throws UsageError where code is given for no role, a role that calls no model has none, or what it
 *   had came from a program
 */
export function needCode({ roles, routes }: ResolvedSpec, given: GivenAgents = {}): void {
  const names = roles.map(({ name }) => name);
  for (const name of Object.keys(given)) {
    if (!names.includes(name))
      throw new UsageError(`agents: there is no role \`${name}\`${namesThereAre(name, names)}`);
  }
  for (const { name, code, routes: used } of roles) {
    if (given[name] !== undefined) continue;
    if (code?.kind === 'given')
      throw new UsageError(
        `the agents of ${name} were code of the program that began the run; go on with it from there: Session.open({ opened, agents: { ${name}: … } })`,
      );
    if (!code && used.some((route) => callsNothing(routes[route].provider)))
      throw new UsageError(
        `roles.${name}: provider code calls no model, and nothing says what its agents are; name a module as code: ./agent.ts`,
      );
  }
}

/** The spec as the record of a run has it: no record can hold what a program has given. */
export function recordedSpec(spec: ResolvedSpec, given: GivenAgents = {}): ResolvedSpec {
  const roles = spec.roles.map((role) =>
    given[role.name] === undefined ? role : { ...role, code: { kind: 'given' } as const },
  );
  return { ...spec, roles };
}

async function loadAll(
  { roles }: ResolvedSpec,
  given: GivenAgents,
  lines: CodeLines,
  ofPlan: PlanCode | undefined,
): Promise<(CodeAgent | null)[]> {
  const ofRoles = roles.some(({ code }) => code) || Object.keys(given).length > 0;
  if (!ofRoles && ofPlan === undefined) return roles.map(() => null);
  const { AgentLoader, isCodeAgent } = await import('../agents/load-agent.ts');
  const loader = new AgentLoader(lines.scope);
  ofPlan?.give(await loader.exported(ofPlan, ofPlan.where));
  const agents: (CodeAgent | null)[] = [];
  for (const { name, code } of roles) {
    const agent = given[name];
    if (agent !== undefined && !isCodeAgent(agent))
      throw new UsageError(`agents.${name}: expected what defineAgent or wrapAgent gives`);
    const isModule = agent === undefined && code?.kind === 'module';
    agents.push(isModule ? await loader.load(code, `roles.${name}.code`) : (agent ?? null));
  }
  return agents;
}

/** What code says before there is a log waits for it. */
class CodeLines {
  readonly scope: CodeScope = {
    stray: (error) => this.stray(error),
    background: (error) => this.stray(error),
    line: (level, text) => this.write(level, text),
  };
  private waiting: Parameters<RunLog['write']>[] = [];
  private current: RunLog | null = null;

  set log(log: RunLog) {
    this.current = log;
    for (const line of this.waiting) log.write(...line);
    this.waiting = [];
  }

  write(...line: Parameters<RunLog['write']>): void {
    if (this.current === null) this.waiting.push(line);
    else this.current.write(...line);
  }

  private stray(error: unknown): void {
    this.write('warn', `an error of agents' code that nobody caught: ${messageOf(error)}`);
  }
}
