import { basename } from 'node:path';
import type { Environment } from '../environment.ts';
import { callsNothing, checkProvider, type ProviderFacts, providerFacts } from '../providers.ts';
import type {
  ExecPolicy,
  LimitPolicy,
  OllamaPolicy,
  ResolvedRoute,
  RouteAgent,
} from '../resolved.ts';
import { UsageError } from '../usage-error.ts';
import { cleanBaseUrl, isLoopback } from './base-url.ts';
import { routeKey } from './route-key.ts';

/** A value that a route is asked for with, and the words that a sentence about it begins with. */
export interface Wish {
  readonly value: string;
  readonly where: string;
  /** Of the layer that says it; left out where none does. */
  readonly rank?: number;
}

export interface RouteWish {
  readonly provider: Wish;
  readonly model: Wish | null;
  readonly baseUrl: Wish | null;
  readonly key: Wish | null;
  readonly http2: boolean;
  readonly gzip: boolean;
  readonly limits: LimitPolicy;
  readonly price: ResolvedRoute['price'];
  /** Null where the provider has none. */
  readonly agent: RouteAgent | null;
  /** Null where it runs no program. */
  readonly exec: ExecPolicy | null;
}

/** What all routes of a run share. */
export interface RouteSettings {
  readonly environment: Environment;
  readonly insecure: boolean;
  /** Fields left out have their defaults. */
  readonly ollama: Partial<OllamaPolicy>;
  connectionsOf(provider: string): RouteSockets;
}

/** Connections that a route keeps, and may open at most. */
export interface RouteSockets {
  readonly pool: number;
  readonly maxConnections: number | null;
}

/** The routes of a run; roles that ask for the same one share it, its pool and its limits. */
export class RouteTable {
  readonly routes: ResolvedRoute[] = [];
  readonly #settings: RouteSettings;

  constructor(settings: RouteSettings) {
    this.#settings = settings;
  }

  /** The index of the route that is wished for, which is added where it is new. */
  indexOf(wish: RouteWish): number {
    const { environment, insecure, connectionsOf } = this.#settings;
    const provider = wish.provider.value;
    checkProvider(provider, wish.provider.where);
    const { exec } = wish;
    if (exec !== null) refuseAddress(wish);
    const program = exec === null ? null : exec.command[0];
    const baseUrl =
      program === null ? this.#baseUrl(wish.provider, wish.baseUrl) : `exec:${program}`;
    const route = {
      provider,
      model:
        wish.model?.value ??
        wish.agent?.id ??
        (program === null ? this.#modelOf(wish.provider) : basename(program)),
      baseUrl,
      key: routeKey({ provider, baseUrl, named: wish.key, environment, insecure }),
      ...connectionsOf(provider),
      http2: wish.http2,
      gzip: wish.gzip,
      limits: wish.limits,
      ollama: provider === 'ollama' ? this.#ollamaAt(baseUrl) : null,
      price: wish.price,
      ...(wish.agent === null ? {} : { agent: wish.agent }),
      ...(exec === null ? {} : { exec }),
    };
    const there = this.routes.findIndex(
      ({ name: _, ...other }) => JSON.stringify(other) === JSON.stringify(route),
    );
    if (there >= 0) return there;
    const called = this.#freeName(`${provider}/${wish.agent?.id ?? route.model}`);
    return this.routes.push({ name: called, ...route }) - 1;
  }

  #modelOf({ value: provider, where }: Wish): string {
    const { model, modelFrom = [] } = providerFacts(provider);
    const named = modelFrom.map((name) => this.#settings.environment[name]?.trim()).find(Boolean);
    const chosen = named ?? model;
    if (chosen !== null) return chosen;
    throw new UsageError(
      `${where}: provider ${provider} has no model of its own; name one as model (--model)${orIn(modelFrom)}`,
    );
  }

  /** Null for the embedded simulator alone. */
  #baseUrl(provider: Wish, wished: Wish | null): string | null {
    const facts = providerFacts(provider.value);
    const { baseUrl, baseUrlFrom } = facts;
    if (wished && callsNothing(provider.value))
      throw new UsageError(
        `${wished.where}: provider ${provider.value} calls no model and has no address; leave it out, or name a provider that has`,
      );
    if (wished) return ownAddress(facts, wished.value, wished.where);
    const { environment } = this.#settings;
    for (const variable of baseUrlFrom) {
      const value = environment[variable]?.trim();
      if (!value) continue;
      const address = variable === 'OLLAMA_HOST' ? listeningAddress(value) : value;
      return ownAddress(facts, address, variable);
    }
    if (baseUrl !== null || provider.value === 'simulator') return baseUrl;
    throw new UsageError(
      `${provider.where}: provider ${provider.value} has no address of its own; give one as baseUrl (--base-url)${orIn(baseUrlFrom)}`,
    );
  }

  /**
   * A missing model is fetched by an Ollama of the operator's own machine: it was named, every task
   * would fail without it, and the fetching is seen and can be stopped. On a server that others share
   * it is for them to say.
   */
  #ollamaAt(baseUrl: string | null): OllamaPolicy {
    const { keepAlive = null, api = 'chat', pull } = this.#settings.ollama;
    return { keepAlive, api, pull: pull ?? (baseUrl !== null && isLoopback(baseUrl)) };
  }

  #freeName(name: string): string {
    const taken = this.routes.filter((route) => route.name.replace(/#\d+$/, '') === name).length;
    return taken === 0 ? name : `${name}#${taken + 1}`;
  }
}

/** @throws UsageError where a program is given what only a service has */
function refuseAddress({ baseUrl, key }: RouteWish): void {
  if (baseUrl !== null)
    throw new UsageError(
      `${baseUrl.where}: provider exec runs a program of this machine and has no address; leave it out`,
    );
  if (key !== null)
    throw new UsageError(
      `${key.where}: provider exec sends no key; hand it to the program as exec: { env: { NAME: ${key.value} } }`,
    );
}

/** An address as its provider takes it. */
function ownAddress(facts: ProviderFacts, written: string, where: string): string {
  const { ownPath, addressLike } = facts;
  const address = cleanBaseUrl(written, where, facts);
  if (addressLike === undefined || ownPath?.test(new URL(address).pathname)) return address;
  throw new UsageError(`${where}: expected an address like ${addressLike}, got ${address}`);
}

function orIn(variables: readonly string[]): string {
  return variables.length === 0 ? '' : ` or in ${variables.join(' or ')}`;
}

/** Ollama's own variable holds an address as it listens to it: `0.0.0.0:11434`. */
function listeningAddress(address: string): string {
  if (/^https?:/.test(address)) return address;
  const [host, port] = address.split(':');
  return `http://${host === '0.0.0.0' || host === '' ? '127.0.0.1' : host}:${port ?? 11434}`;
}
