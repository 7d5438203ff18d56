import { availableParallelism } from 'node:os';
import type {
  LaunchChoices,
  LaunchEstimate,
  LaunchLook,
  LaunchWish,
  WorkWish,
} from '../../../components/launch-choices.ts';
import type { LiveRun } from '../../../components/live-run.ts';
import { compilePlan, plannedTasks } from '../../plan/compile-plan.ts';
import { pullModel } from '../../providers/probe/pull-model.ts';
import type { Environment } from '../../spec/environment.ts';
import { valueAt } from '../../spec/place.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import { UsageError } from '../../spec/usage-error.ts';
import { capsOf, needPrices, planIsCapped } from '../session-money.ts';
import { completeFile } from './complete-file.ts';
import { Estimator } from './estimator.ts';
import { lastWork } from './last-work.ts';
import { budgetHint, sizeHint } from './launch-hints.ts';
import { launchQuestion } from './launch-question.ts';
import { LaunchResolver, type Resolved } from './launch-resolver.ts';
import { PresetDesk } from './preset-desk.ts';
import { RouteWatch } from './route-watch.ts';
import { ServiceCounts } from './service-counts.ts';
import { standingServices } from './standing-services.ts';
import { WorkReader } from './work-reader.ts';

interface DeskParts {
  readonly environment: Environment;
  /** Services may be asked how many tokens a few of the prompts have. */
  readonly countByService: boolean;
  readonly begin: (spec: ResolvedSpec, canary: number | null) => Promise<LiveRun>;
}

/** Everything that the launch screen asks of the rest of swarmdeck. */
export class LaunchDesk {
  private readonly parts: DeskParts;
  private readonly presets: PresetDesk;
  private readonly work = new WorkReader();
  private readonly resolver: LaunchResolver;
  private readonly routes: RouteWatch;
  private estimator: Estimator;
  /** Ends with the screen what goes on behind it. */
  private shown = new AbortController();

  private constructor(parts: DeskParts, routes: RouteWatch) {
    this.parts = parts;
    this.routes = routes;
    this.presets = new PresetDesk(parts.environment, availableParallelism());
    const { environment } = parts;
    this.estimator = this.newEstimator();
    this.resolver = new LaunchResolver({ environment, work: this.work, own: this.presets.own });
  }

  static async open(parts: DeskParts): Promise<LaunchDesk> {
    const { environment } = parts;
    return new LaunchDesk(parts, new RouteWatch(environment, await standingServices(environment)));
  }

  choices(): LaunchChoices {
    const { presets, routes, work } = this;
    const documentOf = (wish: LaunchWish) => work.specOf(wish.work);
    return {
      presets: presets.summaries(),
      selected: 'light',
      warning: presets.warning,
      look: (wish, tell) => this.look(wish, tell),
      watchRoutes: (tell) => {
        this.shown = new AbortController();
        routes.watch(tell);
        return () => this.close();
      },
      probeAgain: () => {
        routes.again();
        this.estimator.askAgain();
      },
      pull: async (model, tell, signal) => {
        const begun = { model, share: null, totalBytes: null, status: 'asking for it' };
        tell(begun);
        const either = AbortSignal.any([signal, this.shown.signal]);
        await pullModel(routes.ollama, model, (now) => tell({ ...begun, ...now }), either);
        routes.again();
      },
      readWork: (wish) => this.readWork(wish),
      lastWork: async () => lastWork(),
      completeFile,
      savePreset: async (name, wish) => presets.save(name, wish, await documentOf(wish)),
      renamePreset: (from, to) => presets.rename(from, to),
      removePreset: (name) => presets.remove(name),
      exportPreset: async (wish, file) => presets.export(wish, await documentOf(wish), file),
      question: async (wish) => {
        const spec = await this.launchable(wish);
        return launchQuestion(spec, await this.estimator.quick(spec));
      },
      start: async (wish, canary) => this.parts.begin(await this.launchable(wish), canary),
    };
  }

  /** Ends what goes on in the background, and keeps nothing of what was read for the run to carry. */
  close(): void {
    this.shown.abort();
    this.routes.close();
    this.work.close();
    this.estimator = this.newEstimator();
  }

  private newEstimator(): Estimator {
    const { environment, countByService } = this.parts;
    return new Estimator(countByService ? new ServiceCounts(environment) : null);
  }

  private look(wish: LaunchWish, tell: (look: LaunchLook) => void): () => void {
    const ended = new AbortController();
    const signal = AbortSignal.any([ended.signal, this.shown.signal]);
    const work = async () => {
      const resolved = await this.resolver.resolve(wish);
      if (signal.aborted) return;
      this.routes.want(resolved.routes);
      const base = lookOf(resolved, this.hintsOf(wish, resolved.spec));
      if (resolved.problem !== null) return tell(base);
      const { spec } = resolved;
      const told = (estimate: LaunchEstimate) => {
        const problem = estimate.pricing ? null : this.moneyProblem(spec);
        const ofBudget = budgetHint(spec, estimate);
        const hints = ofBudget === null ? base.hints : [...base.hints, ofBudget];
        tell({ ...base, hints, estimate, problem });
      };
      await this.estimator.estimate(spec, told, signal);
    };
    work().catch((error: unknown) => {
      if (!signal.aborted) tell({ ...nothing, problem: messageOf(error) });
    });
    return () => ended.abort();
  }

  private hintsOf(wish: LaunchWish, spec: ResolvedSpec | null): string[] {
    const hint =
      spec === null ? null : sizeHint(spec, this.presets.named(wish.preset), wish.changes);
    return hint === null ? [] : [hint];
  }

  /** Work that cannot be read is refused at once; whether it fits the roles is seen with the rest. */
  private async readWork(work: WorkWish): Promise<{ preset: string | null }> {
    await this.work.check(work);
    const named = valueAt((await this.work.specOf(work))?.value, ['preset']);
    const known = typeof named === 'string' && this.presets.named(named) !== null;
    return { preset: known ? named : null };
  }

  /** Why the budget could not be kept; null where it could. */
  private moneyProblem(spec: ResolvedSpec): string | null {
    try {
      const plan = spec.workload.kind === 'workflows' ? compilePlan(spec) : {};
      needPrices(spec, planIsCapped(capsOf(spec), plan), this.estimator.pricesNow(spec));
      return null;
    } catch (error) {
      return messageOf(error);
    }
  }

  private async launchable(wish: LaunchWish): Promise<ResolvedSpec> {
    const resolved = await this.resolver.resolve(wish);
    if (resolved.problem !== null) throw new UsageError(resolved.problem);
    return resolved.spec;
  }
}

const nothing: LaunchLook = {
  figures: null,
  fields: {},
  work: null,
  problem: null,
  hints: [],
  estimate: null,
};

function lookOf(resolved: Resolved, hints: readonly string[]): LaunchLook {
  const { spec, fields, problem } = resolved;
  if (spec === null) return { ...nothing, fields, problem, hints };
  const { source } = spec.workload;
  const work = problem === null ? { source, tasks: plannedTasks(spec) } : null;
  const figures = { ...spec, pool: spec.routes[0].pool };
  return { ...nothing, figures, fields, work, problem, hints };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
