import { EntraToken } from './entra-token.ts';

/** Shown where a token would stand that nobody has yet. */
const tokenName = '$AZURE_TOKEN';

/** Who asks the service: by a key where there is one, else as whoever is signed in to Entra ID. */
export class AgentAuth {
  private readonly key: string | null;
  private readonly entra: EntraToken | null;

  constructor(key: string | null, entra: () => EntraToken = () => new EntraToken()) {
    this.key = key;
    this.entra = key === null ? entra() : null;
  }

  /** Null where a call can be made now; see `EntraToken.ready`. */
  ready(): Promise<void> | null {
    return this.entra?.ready() ?? null;
  }

  /** @param key stands in place of the secret: for a copy that is shown to somebody */
  header(key?: string): Record<string, string> {
    if (this.entra === null) return { 'api-key': key ?? this.key ?? '' };
    const token = key === undefined ? this.entra.current : key || tokenName;
    return { authorization: `Bearer ${token}` };
  }
}
