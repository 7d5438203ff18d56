import type { RouteStatus } from '../../../components/launch-choices.ts';
import { modelFamily } from '../../cost/model-family.ts';
import type { FoundProgram } from '../../providers/exec/find-program.ts';
import type { ModelsProbe } from '../../providers/probe/probe-models.ts';
import { hasModel, type OllamaProbe } from '../../providers/probe/probe-ollama.ts';

/** Where a service stands in the list. */
export interface ServicePlace {
  readonly name: string;
  readonly chosen: boolean;
  readonly address: string;
}

/** What of a route a service was asked about. */
interface Asked {
  readonly model: string;
  readonly withKey: boolean;
  /** Of a route that goes to one: its id, which was asked for in place of the models. */
  readonly agent: string | null;
}

export function simulatorStatus(chosen: boolean): RouteStatus {
  return {
    name: 'simulator',
    state: 'ready',
    words: 'ready, inside: no key, no network',
    chosen,
    models: [],
    offer: { provider: 'simulator' },
    missing: null,
  };
}

/** How a service stands, by what a look at it found; null while it is asked. */
export function serviceStatus(
  { name, chosen, address }: ServicePlace,
  probe: ModelsProbe | null,
  { model, withKey, agent }: Asked,
): RouteStatus {
  const base = { ...simulatorStatus(chosen), name, offer: null };
  if (probe === null) return { ...base, state: 'asking', words: `asking ${new URL(address).host}` };
  const lead = withKey ? 'key found' : agent === null ? 'found' : 'signed in';
  switch (probe.found) {
    case 'models': {
      // A service lists the dated versions of a model that it takes by its short name too.
      const there = probe.models.some((id) => modelFamily(id) === modelFamily(model));
      const said = there
        ? `${model} there`
        : probe.more
          ? `${probe.models.length} models and more`
          : `${model} not in its list`;
      return {
        ...base,
        state: there || probe.more ? 'ready' : 'doubtful',
        words: `${lead} · ${ms(probe.ms)} · ${said}`,
        models: probe.models,
        offer: { provider: name },
      };
    }
    case 'service': {
      if (probe.status >= 500)
        return { ...base, state: 'doubtful', words: `it answers ${probe.status}` };
      const isMissing = agent !== null && probe.status === 404;
      const said =
        agent === null
          ? 'it lists no models'
          : isMissing
            ? `it has no agent ${agent}`
            : `${agent} there`;
      return {
        ...base,
        state: isMissing ? 'doubtful' : 'ready',
        words: `${lead} · ${ms(probe.ms)} · ${said}`,
        offer: { provider: name },
      };
    }
    case 'refusal':
      return {
        ...base,
        state: 'refused',
        words: `${withKey ? 'key refused' : 'it wants a key'} (${probe.status})`,
      };
    case 'nothing':
      return { ...base, state: 'refused', words: `cannot be reached: ${probe.why}` };
  }
}

/** How a program stands that a launch would run. */
export function programStatus(name: string, program: FoundProgram): RouteStatus {
  const base = { ...simulatorStatus(true), name, offer: null };
  if (program.found) return { ...base, words: `command found: ${program.path}` };
  return { ...base, state: 'refused', words: program.why };
}

/**
 * How an Ollama stands. One that is found is offered with a model that it has, and never taken.
 *
 * @param model what it would be asked for; `named` where the environment says so
 */
export function ollamaStatus(
  { name, chosen, address }: ServicePlace,
  probe: OllamaProbe | null,
  { model, named }: { readonly model: string; readonly named: boolean },
): RouteStatus {
  const base = { ...simulatorStatus(chosen), name, offer: null };
  if (probe === null) return { ...base, state: 'asking', words: 'looking for it' };
  const { host, hostname } = new URL(address);
  const place = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname) ? 'here' : `at ${host}`;
  if (!probe.found)
    return { ...base, state: 'absent', words: `not found at ${host}: ${probe.why}` };
  const { models, warm } = probe;
  const number = models.length === 1 ? '1 model' : `${models.length} models`;
  const has = hasModel(models, model);
  const usual = has && (named || chosen) ? model : (warm[0] ?? (has ? model : models[0]));
  const found = {
    ...base,
    models,
    offer: usual === undefined ? null : { provider: 'ollama', model: usual },
  };
  if (chosen && !has)
    return {
      ...found,
      state: 'doubtful',
      words: `found ${place}, ${number}, no ${model}: P fetches it`,
      missing: model,
    };
  const state = chosen
    ? `, ${model} ${hasModel(warm, model) ? 'warm' : 'there, cold'}`
    : warm.length === 0
      ? ''
      : `, ${warm[0]} warm`;
  return { ...found, words: `found ${place}, ${number}${state}` };
}

function ms(value: number): string {
  return `${Math.max(1, Math.round(value))} ms`;
}
