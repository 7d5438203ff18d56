import { Shelf } from '../../shelf.ts';
import { isObject, type JsonObject, requiredText } from '../read-json.ts';
import { isAgent, notFound, unixNow } from './azure-shape.ts';

export type ClassicAgent = JsonObject & { readonly id: string; readonly model: string };

/** The agents of a project: those that were made, and any other whose id has the right form. */
export class ClassicAgents {
  private readonly made = new Shelf<ClassicAgent | null>();
  private number = 0;

  create(said: JsonObject): ClassicAgent {
    const id = `asst_${(++this.number).toString(36).padStart(8, '0')}`;
    const agent = agentOf(id, { ...said, model: requiredText(said, 'model') });
    this.made.set(id, agent);
    return agent;
  }

  /** A `Refusal` with 404 where there is none. */
  get(id: string): ClassicAgent {
    const made = this.made.get(id);
    if (made) return made;
    if (made === null || !id.startsWith('asst_') || !isAgent(id)) throw notFound('assistant', id);
    return agentOf(id, { model: 'gpt-4.1' });
  }

  update(id: string, said: JsonObject): ClassicAgent {
    const agent = agentOf(id, { ...this.get(id), ...said });
    this.made.set(id, agent);
    return agent;
  }

  delete(id: string): object {
    this.get(id);
    this.made.set(id, null);
    return { id, object: 'assistant.deleted', deleted: true };
  }

  all(): ClassicAgent[] {
    return this.made.all().filter((agent) => agent !== null);
  }
}

function agentOf(id: string, said: JsonObject): ClassicAgent {
  return {
    object: 'assistant',
    created_at: said.created_at ?? unixNow(),
    name: said.name ?? null,
    description: said.description ?? null,
    instructions: said.instructions ?? '',
    tools: Array.isArray(said.tools) ? said.tools.filter(isObject) : [],
    tool_resources: said.tool_resources ?? {},
    metadata: said.metadata ?? {},
    temperature: said.temperature ?? 1,
    top_p: said.top_p ?? 1,
    response_format: said.response_format ?? 'auto',
    id,
    model: String(said.model),
  };
}
