import type { OllamaPolicy } from '../../spec/resolved.ts';
import { HttpProvider, type HttpProviderOptions } from '../http-provider.ts';
import { pullModel } from '../probe/pull-model.ts';
import type { ServerPlace } from '../probe/single-exchange.ts';
import type { Prepared, PullState } from '../provider.ts';
import { loadModel } from './load-model.ts';

export interface OllamaProviderOptions extends HttpProviderOptions {
  readonly key: string | null;
  readonly policy: OllamaPolicy;
}

/**
 * A route to an Ollama: its model is loaded before the first call, and fetched before that where it
 * is missing and the policy allows it.
 */
export class OllamaProvider extends HttpProvider {
  private readonly options: OllamaProviderOptions;
  private readonly gone = new AbortController();

  constructor(options: OllamaProviderOptions) {
    super(options);
    this.options = options;
  }

  async prepare(model: string, onPull: (state: PullState | null) => void): Promise<Prepared> {
    const { policy } = this.options;
    let began = performance.now();
    if (await this.load(model)) return { loadMs: since(began), pullMs: null };
    if (!policy.pull)
      throw new Error(
        `it has no model ${model}, and is not asked to fetch it; run \`ollama pull ${model}\` there, or set ollama.pull: true`,
      );
    began = performance.now();
    onPull({ share: null, totalBytes: null, status: 'asking for it' });
    await pullModel(this.place, model, onPull, this.gone.signal, this.headers);
    const pullMs = since(began);
    onPull(null);
    began = performance.now();
    if (await this.load(model)) return { loadMs: since(began), pullMs };
    throw new Error(`it has fetched ${model}, and says that it has no such model`);
  }

  override close(): Promise<number> {
    this.gone.abort();
    return super.close();
  }

  private get place(): ServerPlace {
    const { baseUrl, proxy = null } = this.options;
    return { address: baseUrl, proxy };
  }

  /** Ollama itself asks nobody; a proxy in front of it may. */
  private get headers(): Record<string, string> {
    const { key } = this.options;
    return key === null ? {} : { authorization: `Bearer ${key}` };
  }

  private load(model: string): Promise<boolean> {
    const { policy } = this.options;
    const { firstTokenSeconds } = this.timeouts;
    return loadModel({
      place: this.place,
      headers: this.headers,
      model,
      keepAlive: policy.keepAlive,
      api: policy.api,
      timeoutMs: (firstTokenSeconds ?? Number.POSITIVE_INFINITY) * 1000,
      signal: this.gone.signal,
    });
  }
}

function since(began: number): number {
  return Math.round((performance.now() - began) * 10) / 10;
}
