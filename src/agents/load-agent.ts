import { pathToFileURL } from 'node:url';
import { moduleError } from '../spec/module-error.ts';
import { namesThereAre } from '../spec/near-miss.ts';
import { UsageError } from '../spec/usage-error.ts';
import type { CodeAgent } from './code-agent.ts';
import { messageOf } from './code-failures.ts';
import { type CodeScope, codeScope } from './code-scope.ts';
import { wrapAgent } from './wrap-agent.ts';

/** Where the code of a role's agents stands. */
export interface AgentModule {
  /** Absolute. */
  readonly file: string;
  /** The name that it is exported by. */
  readonly exported: string;
}

type Module = Readonly<Record<string, unknown>>;

/** Loaders before this one: what a run leaves behind in its modules is not for the next. */
let loaders = 0;

/** Loads the modules of one run: each of them once, and not as another run has left it. */
export class AgentLoader {
  private readonly query = loaders++ === 0 ? '' : `?run=${loaders}`;
  private readonly byFile = new Map<string, Promise<Module>>();
  private readonly scope: CodeScope;

  /** @param scope where goes what modules do beside their tasks */
  constructor(scope: CodeScope) {
    this.scope = scope;
  }

  /**
   * The agent that a module exports: one with `processTask(task, context)` as it is, all else that
   * `wrapAgent` takes wrapped.
   *
   * @param where the words that sentences begin with
   * @throws UsageError where it cannot be loaded, or holds no agent
   */
  async load(place: AgentModule, where: string): Promise<CodeAgent> {
    const { file, exported } = place;
    const agent = await this.exported(place, where);
    if (isCodeAgent(agent)) return agent;
    try {
      return wrapAgent(agent as object);
    } catch (error) {
      throw new UsageError(
        `${where}: \`${exported}\` of ${file} is no agent (${messageOf(error)}); see docs/code-agents.md`,
      );
    }
  }

  /**
   * What a module exports.
   *
   * @param where the words that sentences begin with
   * @throws UsageError where it cannot be loaded, or exports nothing of that name
   */
  async exported({ file, exported }: AgentModule, where: string): Promise<unknown> {
    const loaded = this.byFile.get(file) ?? this.imported(file);
    this.byFile.set(file, loaded);
    const module = await loaded;
    if (Object.hasOwn(module, exported)) return module[exported];
    const names = namesThereAre(exported, Object.keys(module));
    throw new UsageError(`${where}: ${file} exports no \`${exported}\`${names}`);
  }

  private async imported(file: string): Promise<Module> {
    const { href } = pathToFileURL(file);
    try {
      return await codeScope.run(this.scope, () => import(href + this.query));
    } catch (error) {
      throw moduleError(file, error);
    }
  }
}

/** Whether it can be given tasks as an agent that is code. */
export function isCodeAgent(agent: unknown): agent is CodeAgent {
  if (typeof agent !== 'object' || agent === null) return false;
  return typeof (agent as Partial<CodeAgent>).processTask === 'function';
}
