import type { HttpRequest } from '../../http/request-reader.ts';
import { Shelf } from '../../shelf.ts';
import { inputItems, responsesAsk } from '../openai-responses.ts';
import type { Ask, Protocol } from '../protocol.ts';
import { invalid, isObject, type JsonObject, readJson, requiredText, truth } from '../read-json.ts';
import { AgentDefinitions, nameOf } from './agent-definitions.ts';
import { azureShape, checkVersion, notFound } from './azure-shape.ts';
import { Conversations } from './conversations.ts';
import { type Endpoint, Endpoints, endpoint, value } from './endpoints.ts';
import { pageOf } from './page.ts';
import { StoredResponse } from './stored-response.ts';

/** Azure's newer agents: their definitions, and conversations and responses in OpenAI's form. */
export function azureAgents(): Protocol {
  const definitions = new AgentDefinitions();
  const project = new Endpoints('', ofDefinitions(definitions));
  const runtime = new Endpoints('/openai/v1', new Runtime(definitions).endpoints());
  return {
    name: 'azure-agents',
    ...azureShape,
    matches: (method, path) => project.has(method, path) || runtime.has(method, path),
    read(request) {
      if (runtime.has(request.method, request.path)) return runtime.answer(request);
      checkVersion(request);
      return project.answer(request);
    },
  };
}

function ofDefinitions(agents: AgentDefinitions): Endpoint[] {
  return [
    endpoint('POST /agents', (request) => {
      const said = bodyOf(request);
      const name = nameOf(said);
      agents.create(name, said);
      return value(agents.agent(name));
    }),
    endpoint('GET /agents', (request) => value(pageOf(agents.agents(), request))),
    endpoint('GET /agents/:', (_, name) => value(agents.agent(name))),
    endpoint('DELETE /agents/:', (_, name) => value(agents.delete(name))),
    endpoint('POST /agents/:/versions', (request, name) =>
      value(agents.create(name, bodyOf(request))),
    ),
    endpoint('GET /agents/:/versions', (request, name) =>
      value(pageOf(agents.versions(name), request)),
    ),
    endpoint('GET /agents/:/versions/:', (_, name, version) => value(agents.get(name, version))),
    endpoint('DELETE /agents/:/versions/:', (_, name, version) =>
      value(agents.deleteVersion(name, version)),
    ),
  ];
}

class Runtime {
  private readonly agents: AgentDefinitions;
  private readonly conversations = new Conversations();
  private readonly responses = new Shelf<StoredResponse>();

  constructor(agents: AgentDefinitions) {
    this.agents = agents;
  }

  endpoints(): Endpoint[] {
    const { conversations: all, responses } = this;
    return [
      endpoint('POST /conversations', (request) => value(all.create(bodyOf(request)))),
      endpoint('GET /conversations/:', (_, id) => value(all.get(id))),
      endpoint('POST /conversations/:', (request, id) => value(all.update(id, bodyOf(request)))),
      endpoint('DELETE /conversations/:', (_, id) => value(all.delete(id))),
      endpoint('POST /conversations/:/items', (request, id) => {
        const data = all.post(id, bodyOf(request).items);
        const ends = { first_id: data[0].id, last_id: data.at(-1)?.id };
        return value({ object: 'list', data, ...ends, has_more: false });
      }),
      endpoint('GET /conversations/:/items', (request, id) =>
        value(pageOf(all.items(id), request)),
      ),
      endpoint('GET /conversations/:/items/:', (_, id, item) => value(all.item(id, item))),
      endpoint('DELETE /conversations/:/items/:', (_, id, item) => value(all.deleteItem(id, item))),
      endpoint('POST /responses', (request) => this.ask(bodyOf(request))),
      endpoint('GET /responses/:', (_, id) => value(this.response(id).json())),
      endpoint('POST /responses/:/cancel', (_, id) => {
        const response = this.response(id);
        response.cancel();
        return value(response.json());
      }),
      endpoint('DELETE /responses/:', (_, id) => {
        this.response(id);
        responses.delete(id);
        return value({ id, object: 'response', deleted: true });
      }),
    ];
  }

  private ask(json: JsonObject): Ask {
    const reference = json.agent_reference ?? json.agent;
    const agent = isObject(reference) ? this.agentOf(reference) : null;
    const conversation = idOf(json.conversation);
    const previous = idOf(json.previous_response_id);
    if (conversation !== null && previous !== null)
      throw invalid("'conversation' and 'previous_response_id' exclude each other.");
    const isBackground = truth(json, 'background');
    const model = agent === null ? requiredText(json, 'model') : String(agent.definition.model);
    const said = inputItems(json.input);
    const items = [...this.before(conversation, previous), ...said];
    const { instructions, tools } = agent?.definition ?? {};
    const ask = responsesAsk({ instructions, tools, ...json, input: items }, model);
    const echo = {
      ...(agent === null ? {} : { agent_reference: reference }),
      ...(conversation === null ? {} : { conversation: { id: conversation } }),
      previous_response_id: previous,
    };
    return {
      ...ask,
      isBackground,
      stream: ask.stream && !isBackground,
      shape: (answer, times) => {
        if (conversation !== null) this.conversations.add(conversation, said);
        const inputTokens = ask.promptTokens;
        const onOutput = (output: readonly JsonObject[]) => {
          if (conversation !== null) this.conversations.add(conversation, output);
        };
        const origin = { model, inputTokens, isBackground, echo, items, onOutput };
        const response = new StoredResponse(origin, answer, times);
        if (json.store !== false) this.responses.set(response.id, response);
        return response;
      },
    };
  }

  private agentOf({ name, version }: JsonObject) {
    return this.agents.get(String(name), typeof version === 'string' ? version : null);
  }

  /** All that was said before. */
  private before(conversation: string | null, previous: string | null): readonly JsonObject[] {
    if (conversation !== null) return this.conversations.items(conversation);
    return previous === null ? [] : this.response(previous).conversation;
  }

  private response(id: string): StoredResponse {
    const response = this.responses.get(id);
    if (response === undefined) throw notFound('response', id);
    return response;
  }
}

function bodyOf({ body }: HttpRequest): JsonObject {
  return body.length === 0 ? {} : readJson(body);
}

/** An id, alone or in an object. */
function idOf(value: unknown): string | null {
  const id = isObject(value) ? value.id : value;
  return typeof id === 'string' && id !== '' ? id : null;
}
