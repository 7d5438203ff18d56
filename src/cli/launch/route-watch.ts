import type { RouteStatus } from '../../../components/launch-choices.ts';
import { findProgram } from '../../providers/exec/find-program.ts';
import { type ModelsProbe, probeModels } from '../../providers/probe/probe-models.ts';
import { type OllamaProbe, probeOllama } from '../../providers/probe/probe-ollama.ts';
import type { ServerPlace } from '../../providers/probe/single-exchange.ts';
import { protocolOf } from '../../providers/protocols.ts';
import { proxyFor } from '../../providers/proxy-for.ts';
import type { Environment } from '../../spec/environment.ts';
import { callsNothing } from '../../spec/providers.ts';
import type { ResolvedRoute } from '../../spec/resolved.ts';
import { UsageError } from '../../spec/usage-error.ts';
import { ollamaStatus, programStatus, serviceStatus, simulatorStatus } from './route-status.ts';
import type { StandingService } from './standing-services.ts';

/** The screen is drawn before anybody is asked: a look that waits for it would seem slow. */
const screenFirstMs = 150;

/**
 * Knows how the routes to models stand: asks each service once in the background, and again when it
 * is told to. Nothing waits for it, and nothing of it is left when it is closed.
 */
export class RouteWatch {
  private readonly environment: Environment;
  private readonly standing: readonly StandingService[];
  private closing = new AbortController();
  /** What was found at each place; null while it is asked. */
  private readonly probes = new Map<string, ModelsProbe | OllamaProbe | null>();
  private wanted: readonly ResolvedRoute[] = [];
  private tell: (routes: readonly RouteStatus[]) => void = () => {};
  private beginning: NodeJS.Timeout | undefined;
  private begun = false;

  constructor(environment: Environment, standing: readonly StandingService[]) {
    this.environment = environment;
    this.standing = standing;
  }

  /**
   * Where the Ollama is that models are fetched for, and how it is reached.
   *
   * @throws UsageError see `proxyFor`
   */
  get ollama(): ServerPlace {
    const address = this.standing.find(({ name }) => name === 'ollama')?.route?.baseUrl ?? '';
    return { address, proxy: proxyFor(address, this.environment) };
  }

  /** Begins to ask, and tells with every answer. */
  watch(tell: (routes: readonly RouteStatus[]) => void): void {
    this.closing = new AbortController();
    this.probes.clear();
    this.tell = tell;
    this.tell(this.statuses());
    this.beginning = setTimeout(() => {
      this.begun = true;
      this.ask();
    }, screenFirstMs);
  }

  /** The routes that a launch would use. */
  want(routes: readonly ResolvedRoute[]): void {
    this.wanted = routes.filter(({ provider }) => !callsNothing(provider));
    // At the very beginning all are asked together.
    if (this.begun) this.ask();
    else this.tell(this.statuses());
  }

  /** Asks everybody anew. */
  again(): void {
    this.probes.clear();
    this.ask();
  }

  close(): void {
    clearTimeout(this.beginning);
    this.begun = false;
    this.tell = () => {};
    this.closing.abort();
  }

  private ask(): void {
    const standing = this.standing.flatMap(({ route }) => route ?? []);
    for (const route of [...standing, ...this.others()]) void this.askOne(route);
    this.tell(this.statuses());
  }

  private async askOne(route: ResolvedRoute): Promise<void> {
    const place = placeOf(route);
    // Whether a program is there is looked at each time that it is told.
    if (route.exec !== undefined) return;
    if (route.baseUrl === null || this.probes.has(place)) return;
    this.probes.set(place, null);
    const probe = await this.probe(route.baseUrl, route);
    // It may have been asked anew meanwhile; what comes last is as good.
    this.probes.set(place, probe);
    this.tell(this.statuses());
  }

  private async probe(baseUrl: string, route: ResolvedRoute): Promise<ModelsProbe | OllamaProbe> {
    const { signal } = this.closing;
    const isOllama = route.provider === 'ollama';
    try {
      const proxy = proxyFor(baseUrl, this.environment);
      if (isOllama) return await probeOllama({ address: baseUrl, proxy }, signal);
      const secret = this.environment[route.key?.replace(/^env:/, '') ?? ''];
      return await probeModels(route, { baseUrl, key: secret ?? null, proxy }, signal);
    } catch (error) {
      // The variable of the proxy holds no address of one.
      if (!(error instanceof UsageError)) throw error;
      const why = error.message;
      return isOllama ? { found: false, why } : { found: 'nothing', why };
    }
  }

  /** What is wanted besides what stands, each once. */
  private others(): ResolvedRoute[] {
    const known = new Set(this.standing.flatMap(({ route }) => (route ? placeOf(route) : [])));
    const others = this.wanted.filter(
      (route) => route.baseUrl !== null && !known.has(placeOf(route)),
    );
    return [...new Map(others.map((route) => [placeOf(route), route])).values()];
  }

  private statuses(): RouteStatus[] {
    return [
      simulatorStatus(this.wanted.some(({ baseUrl }) => baseUrl === null)),
      ...this.standing.map((service) => this.standingStatus(service)),
      ...this.others().map((route) => {
        if (route.exec !== undefined) return programStatus(route.name, findProgram(route.exec));
        const name = new URL(route.baseUrl ?? '').host;
        return this.status(name, route, true);
      }),
    ];
  }

  private standingStatus({ name, route, problem }: StandingService): RouteStatus {
    if (route === null)
      return { ...simulatorStatus(false), name, state: 'refused', words: problem, offer: null };
    const asked = this.wanted.find((each) => placeOf(each) === placeOf(route));
    return this.status(name, { ...route, ...asked }, asked !== undefined);
  }

  private status(name: string, route: ResolvedRoute, chosen: boolean): RouteStatus {
    const probe = this.probes.get(placeOf(route)) ?? null;
    const place = { name, chosen, address: route.baseUrl ?? '' };
    if (route.provider === 'ollama')
      return ollamaStatus(place, probe as OllamaProbe | null, {
        model: route.model,
        named: Boolean(this.environment.OLLAMA_DEFAULT_MODEL?.trim()),
      });
    const { model, key, agent } = route;
    return serviceStatus(place, probe as ModelsProbe | null, {
      model,
      withKey: key !== null,
      agent: agent?.id ?? null,
    });
  }
}

/** Services that are asked alike, at the same address and with the same key, are one. */
function placeOf(route: ResolvedRoute): string {
  const { baseUrl, key, exec } = route;
  if (baseUrl === null) return 'inside';
  if (exec !== undefined) return `${baseUrl} ${exec.cwd}`;
  return `${protocolOf(route, { baseUrl, key: null }).health().path} ${baseUrl} ${key}`;
}
