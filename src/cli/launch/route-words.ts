import type { RouteStatus } from '../../../components/launch-choices.ts';
import type { ModelsProbe } from '../../providers/probe/probe-models.ts';
import { hasModel, type OllamaProbe } from '../../providers/probe/probe-ollama.ts';

type Said = Pick<RouteStatus, 'state' | 'words'>;

/** What a look at a service that speaks OpenAI's API found, for a model that it is wanted for. */
export function modelsWords(probe: ModelsProbe, model: string, withKey: boolean): Said {
  const lead = withKey ? 'key found' : 'found';
  switch (probe.found) {
    case 'models': {
      const there = probe.models.includes(model);
      return {
        state: there ? 'ready' : 'doubtful',
        words: `${lead} · ${ms(probe.ms)} · ${model} ${there ? 'there' : 'not in its list'}`,
      };
    }
    case 'service':
      return probe.status < 500
        ? { state: 'ready', words: `${lead} · ${ms(probe.ms)} · it lists no models` }
        : { state: 'doubtful', words: `it answers ${probe.status}` };
    case 'refusal': {
      const refused = withKey ? 'key refused' : 'it wants a key';
      return { state: 'refused', words: `${refused} (${probe.status})` };
    }
    case 'nothing':
      return { state: 'refused', words: `cannot be reached: ${probe.why}` };
  }
}

/**
 * What a look for an Ollama found.
 *
 * @param model what it is wanted for; null where it is not
 */
export function ollamaWords(probe: OllamaProbe, address: string, model: string | null): Said {
  const { host, hostname } = new URL(address);
  const near = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  const place = near ? 'here' : `at ${host}`;
  if (!probe.found)
    return { state: 'absent', words: `not found ${near ? `at ${host}` : place}: ${probe.why}` };
  const { models, warm } = probe;
  const number = models.length === 1 ? '1 model' : `${models.length} models`;
  if (model === null) {
    const kept = warm.length === 0 ? '' : `, ${warm[0]} warm`;
    return { state: 'ready', words: `found ${place}, ${number}${kept}` };
  }
  if (!hasModel(models, model))
    return {
      state: 'doubtful',
      words: `found ${place}, ${number}, no ${model}: P fetches it`,
    };
  const state = hasModel(warm, model) ? 'warm' : 'there, cold';
  return { state: 'ready', words: `found ${place}, ${number}, ${model} ${state}` };
}

function ms(value: number): string {
  return `${Math.max(1, Math.round(value))} ms`;
}
