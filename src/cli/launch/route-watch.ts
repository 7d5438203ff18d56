import type { RouteStatus } from '../../../components/launch-choices.ts';
import { ollamaAddress } from '../../providers/probe/ollama-address.ts';
import { type ModelsProbe, probeModels } from '../../providers/probe/probe-models.ts';
import { hasModel, type OllamaProbe, probeOllama } from '../../providers/probe/probe-ollama.ts';
import type { Environment } from '../../spec/environment.ts';
import type { ResolvedRoute } from '../../spec/resolved.ts';
import { modelsWords, ollamaWords } from './route-words.ts';

/** A service that can be asked for its models. */
type Service = Pick<ResolvedRoute, 'model' | 'key'> & { readonly baseUrl: string };

/** A service that is there whatever is selected: what stands for it, or why it cannot be asked. */
export interface StandingService {
  readonly name: string;
  readonly route: ResolvedRoute | null;
  /** Why there is no route: `no key: set OPENAI_API_KEY`. */
  readonly problem: string;
}

/** The screen is drawn before anybody is asked: a look that waits for it would seem slow. */
const screenFirstMs = 150;

/**
 * Knows how the routes to models stand: asks each service once in the background, and again when it
 * is told to. Nothing waits for it, and nothing of it is left when it is closed.
 */
export class RouteWatch {
  readonly ollama: string;
  private readonly environment: Environment;
  private readonly standing: readonly StandingService[];
  private closing = new AbortController();
  private readonly probes = new Map<string, ModelsProbe | null>();
  private ollamaProbe: OllamaProbe | null = null;
  private asksOllama = false;
  private beginning: NodeJS.Timeout | undefined;
  private wanted: readonly ResolvedRoute[] = [];
  private tell: (routes: readonly RouteStatus[]) => void = () => {};

  constructor(environment: Environment, standing: readonly StandingService[]) {
    this.environment = environment;
    this.standing = standing;
    this.ollama = ollamaAddress(environment);
  }

  /** Begins to ask, and tells with every answer. */
  watch(tell: (routes: readonly RouteStatus[]) => void): void {
    this.closing = new AbortController();
    this.tell = tell;
    this.forget();
    this.tell(this.statuses());
    this.beginning = setTimeout(() => this.ask(), screenFirstMs);
  }

  /** The routes that a launch would use. */
  want(routes: readonly ResolvedRoute[]): void {
    this.wanted = routes;
    // At the very beginning all are asked together.
    if (this.asksOllama) this.ask();
    else this.tell(this.statuses());
  }

  /** Asks everybody anew. */
  again(): void {
    this.forget();
    this.ask();
  }

  close(): void {
    clearTimeout(this.beginning);
    this.tell = () => {};
    this.closing.abort();
  }

  private forget(): void {
    this.probes.clear();
    this.ollamaProbe = null;
    this.asksOllama = false;
  }

  private ask(): void {
    for (const service of this.services()) void this.askModels(service);
    void this.askOllama();
    this.tell(this.statuses());
  }

  /** Each once, the ones that stand always first. */
  private services(): Service[] {
    const standing = this.standing.flatMap(({ route }) => route ?? []).filter(isService);
    return [...standing, ...this.others()];
  }

  /** What is wanted besides: an Ollama tells more of itself than such a service does. */
  private others(): (ResolvedRoute & Service)[] {
    const known = new Set(this.standing.flatMap(({ route }) => (route ? placeOf(route) : [])));
    const others = this.wanted
      .filter(isService)
      .filter((route) => !known.has(placeOf(route)) && !this.isOllama(route.baseUrl));
    return [...new Map(others.map((route) => [placeOf(route), route])).values()];
  }

  private async askModels(service: Service): Promise<void> {
    const place = placeOf(service);
    if (this.probes.has(place)) return;
    this.probes.set(place, null);
    const key = service.key === null ? null : this.environment[service.key.replace(/^env:/, '')];
    const { baseUrl } = service;
    const probe = await probeModels({ baseUrl, key: key ?? null }, this.closing.signal);
    // It may have been asked anew meanwhile; what came last is as good.
    this.probes.set(place, probe);
    this.tell(this.statuses());
  }

  private async askOllama(): Promise<void> {
    if (this.asksOllama) return;
    this.asksOllama = true;
    this.ollamaProbe = await probeOllama(this.ollama, this.closing.signal);
    this.tell(this.statuses());
  }

  private statuses(): RouteStatus[] {
    return [
      this.simulator(),
      ...this.standing.map((service) => this.standingStatus(service)),
      ...this.others().map((route) => this.serviceStatus(hostOf(route), route)),
      this.ollamaStatus(),
    ];
  }

  private simulator(): RouteStatus {
    return {
      ...noStatus,
      name: 'simulator',
      state: 'ready',
      words: 'ready, inside: no key, no network',
      chosen: this.wanted.some(({ baseUrl }) => baseUrl === null),
      offer: { provider: 'simulator' },
    };
  }

  private standingStatus({ name, route, problem }: StandingService): RouteStatus {
    if (route === null || !isService(route))
      return { ...noStatus, name, state: 'refused', words: problem };
    const asked = this.wanted.find((each) => placeOf(each) === placeOf(route));
    const status = this.serviceStatus(name, { ...route, model: asked?.model ?? route.model });
    const offer = status.state === 'ready' ? { provider: name } : null;
    return { ...status, chosen: asked !== undefined, offer };
  }

  private serviceStatus(name: string, service: Service): RouteStatus {
    const probe = this.probes.get(placeOf(service)) ?? null;
    const base = { ...noStatus, name, chosen: true };
    if (probe === null) return { ...base, state: 'asking', words: `asking ${hostOf(service)}` };
    return {
      ...base,
      ...modelsWords(probe, service.model, service.key !== null),
      models: probe.found === 'models' ? probe.models : [],
    };
  }

  /** Found, it is offered: what speaks to it here is its likeness of OpenAI's API. */
  private ollamaStatus(): RouteStatus {
    const base = { ...noStatus, name: 'ollama' };
    const asked = this.wanted.find(({ baseUrl }) => baseUrl !== null && this.isOllama(baseUrl));
    const chosen = asked !== undefined;
    const probe = this.ollamaProbe;
    if (probe === null) return { ...base, chosen, state: 'asking', words: 'looking for it' };
    const model = asked?.model ?? null;
    const said = ollamaWords(probe, this.ollama, model);
    if (!probe.found) return { ...base, ...said, chosen };
    const { models, warm } = probe;
    const usual = this.environment.OLLAMA_DEFAULT_MODEL?.trim() || warm[0] || models[0];
    return {
      ...base,
      ...said,
      chosen,
      models,
      missing: model !== null && !hasModel(models, model) ? model : null,
      offer:
        usual === undefined
          ? null
          : { provider: 'openai', baseUrl: `${this.ollama}/v1`, model: usual, ...free },
    };
  }

  private isOllama(baseUrl: string): boolean {
    return baseUrl === `${this.ollama}/v1`;
  }
}

/** Who runs a model pays for the current alone. */
const free = { 'price.input': 0, 'price.output': 0 };

const noStatus = { chosen: false, models: [], offer: null, missing: null } as const;

function isService(route: ResolvedRoute): route is ResolvedRoute & Service {
  return route.baseUrl !== null;
}

function placeOf({ baseUrl, key }: Pick<ResolvedRoute, 'baseUrl' | 'key'>): string {
  return `${baseUrl} ${key}`;
}

function hostOf({ baseUrl }: Service): string {
  return new URL(baseUrl).host;
}
