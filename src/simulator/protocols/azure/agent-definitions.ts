import { Shelf } from '../../shelf.ts';
import { invalid, isObject, type JsonObject, requiredText } from '../read-json.ts';
import { isAgent, notFound, unixNow } from './azure-shape.ts';

export type AgentVersion = JsonObject & {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly definition: JsonObject;
};

/** The named agents of a project and their versions: those that were made, and any other name. */
export class AgentDefinitions {
  private readonly made = new Shelf<AgentVersion[]>();

  /** The first version of a new agent, or a further one. */
  create(name: string, said: JsonObject): AgentVersion {
    const { definition } = said;
    if (!isObject(definition) || typeof definition.kind !== 'string')
      throw invalid("Missing required parameter: 'definition'.", 'definition');
    const versions = this.made.get(name) ?? [];
    const version = versionOf(name, String(versions.length + 1), definition, said);
    this.made.set(name, [...versions, version]);
    return version;
  }

  /** A `Refusal` with 404 where there is none. @param version null for the latest */
  get(name: string, version: string | null = null): AgentVersion {
    const versions = this.made.get(name);
    if (versions === undefined) {
      if (!isAgent(name)) throw notFound('agent', name);
      return versionOf(name, version ?? '1', { kind: 'prompt', model: 'gpt-4.1' }, {});
    }
    const found =
      version === null ? versions.at(-1) : versions.find((one) => one.version === version);
    if (found === undefined) throw notFound('agent version', `${name}:${version}`);
    return found;
  }

  agent(name: string): JsonObject & { readonly id: string } {
    return { object: 'agent', id: name, name, versions: { latest: this.get(name) } };
  }

  agents(): (JsonObject & { readonly id: string })[] {
    const names = new Set(this.made.all().flatMap(([first]) => (first ? [first.name] : [])));
    return [...names].map((name) => this.agent(name));
  }

  versions(name: string): readonly AgentVersion[] {
    return this.made.get(name) ?? [this.get(name)];
  }

  delete(name: string): object {
    this.get(name);
    this.made.delete(name);
    return { object: 'agent.deleted', name, deleted: true };
  }

  deleteVersion(name: string, version: string): object {
    const { id } = this.get(name, version);
    const left = this.versions(name).filter((one) => one.id !== id);
    this.made.set(name, [...left]);
    return { object: 'agent.version.deleted', name, version, deleted: true };
  }
}

/** The name that a new agent is given. */
export function nameOf(said: JsonObject): string {
  return requiredText(said, 'name');
}

function versionOf(
  name: string,
  version: string,
  definition: JsonObject,
  { description, metadata }: JsonObject,
): AgentVersion {
  return {
    object: 'agent.version',
    id: `${name}:${version}`,
    name,
    version,
    status: 'active',
    description: description ?? '',
    created_at: unixNow(),
    metadata: metadata ?? {},
    definition,
  };
}
