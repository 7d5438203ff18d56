import { hashText } from '../random.ts';

/** Models that are installed from the start. */
const installedFirst = ['llama3.2:latest', 'tinyllama:latest', 'qwen2.5-coder:7b'];
const defaultKeepAliveMs = 5 * 60_000;
const usualContext = 4096;
const forever = new Date('2318-01-01T00:00:00Z').getTime();

interface Loaded {
  readonly name: string;
  /** ms since 1970. */
  expiresAt: number;
  /** Tokens of its window. */
  readonly context: number;
}

/** What an Ollama has installed, and what of it is in memory. */
export class OllamaModels {
  private readonly installed = new Set(installedFirst);
  private readonly loaded = new Map<string, Loaded>();

  /** Without a tag, `latest` is meant. */
  static full(name: string): string {
    return name.includes(':') ? name : `${name}:latest`;
  }

  install(name: string): void {
    this.installed.add(OllamaModels.full(name));
  }

  delete(name: string): boolean {
    this.loaded.delete(OllamaModels.full(name));
    return this.installed.delete(OllamaModels.full(name));
  }

  /**
   * Any model is served without being installed, as by every protocol; but for one by whose name a
   * missing model can be tried out.
   */
  mustBePulled(name: string): boolean {
    return name.startsWith('unpulled') && !this.has(name);
  }

  has(name: string): boolean {
    return this.installed.has(OllamaModels.full(name));
  }

  /**
   * Takes a model into memory, or keeps it there for longer.
   *
   * @param keepAliveMs negative is for ever, 0 lets it go after the call; null is the usual time
   * @param context tokens of the window that is asked for: with another one it is loaded anew
   * @returns whether it had to be loaded
   */
  use(name: string, keepAliveMs: number | null, context = usualContext): boolean {
    const full = OllamaModels.full(name);
    const cold = !this.isLoaded(full) || this.loaded.get(full)?.context !== context;
    const lasts = keepAliveMs ?? defaultKeepAliveMs;
    if (lasts === 0) this.loaded.delete(full);
    else {
      const expiresAt = lasts < 0 ? forever : Date.now() + lasts;
      this.loaded.set(full, { name: full, expiresAt, context });
    }
    return cold;
  }

  tags(): object[] {
    return [...this.installed].map((name) => ({
      ...describe(name),
      modified_at: '2026-08-21T12:00:00.000000000Z',
    }));
  }

  running(): object[] {
    const now = [...this.loaded.values()].filter(({ name }) => this.isLoaded(name));
    return now.map(({ name, expiresAt, context }) => ({
      ...describe(name),
      expires_at: new Date(expiresAt).toISOString(),
      size_vram: 0,
      context_length: context,
    }));
  }

  private isLoaded(full: string): boolean {
    return (this.loaded.get(full)?.expiresAt ?? 0) > Date.now();
  }
}

/** What a model gives: vectors alone where its name says so, as most such names do. */
export function capabilitiesOf(name: string): readonly string[] {
  return /embed|minilm/.test(name) ? ['embedding'] : ['completion', 'tools'];
}

export function describe(name: string): object {
  const size = 600_000_000 + (hashText(name) % 4_000_000_000);
  return {
    name,
    model: name,
    size,
    digest: hashText(name).toString(16).padStart(8, '0').repeat(8),
    details: {
      parent_model: '',
      format: 'gguf',
      family: 'llama',
      families: ['llama'],
      parameter_size: `${(size / 1e9).toFixed(1)}B`,
      quantization_level: 'Q4_K_M',
    },
    capabilities: capabilitiesOf(name),
  };
}
