import type { SimulatorConfig } from '../../config.ts';
import type { HttpRequest } from '../../http/request-reader.ts';
import { Shelf } from '../../shelf.ts';
import type { Ask, Protocol } from '../protocol.ts';
import { invalid, isObject, type JsonObject, readJson } from '../read-json.ts';
import { azureShape, checkVersion, notFound } from './azure-shape.ts';
import { ClassicAgents } from './classic-agents.ts';
import type { ClassicRun } from './classic-run.ts';
import { newRun, runAsk } from './classic-run-ask.ts';
import { stepsOf } from './classic-steps.ts';
import { ClassicThread } from './classic-thread.ts';
import { Endpoints, endpoint, value } from './endpoints.ts';
import { pageOf } from './page.ts';

/** Azure's classic agents: assistants, threads, messages and runs of one simulator. */
export function azureClassic(config: () => SimulatorConfig): Protocol {
  const service = new ClassicService(config);
  return {
    name: 'azure-classic',
    ...azureShape,
    matches: (method, path) => service.endpoints.has(method, path),
    read(request) {
      checkVersion(request);
      return service.endpoints.answer(request);
    },
  };
}

class ClassicService {
  readonly endpoints: Endpoints;
  private readonly agents = new ClassicAgents();
  private readonly threads = new Shelf<ClassicThread>();
  private readonly config: () => SimulatorConfig;
  private number = 0;

  constructor(config: () => SimulatorConfig) {
    this.config = config;
    this.endpoints = new Endpoints('', [...this.ofAgents(), ...this.ofThreads(), ...this.ofRuns()]);
  }

  private ofAgents() {
    const { agents } = this;
    return [
      endpoint('POST /assistants', (request) => value(agents.create(bodyOf(request)))),
      endpoint('GET /assistants', (request) => value(pageOf(agents.all(), request))),
      endpoint('GET /assistants/:', (_, id) => value(agents.get(id))),
      endpoint('POST /assistants/:', (request, id) => value(agents.update(id, bodyOf(request)))),
      endpoint('DELETE /assistants/:', (_, id) => value(agents.delete(id))),
    ];
  }

  private ofThreads() {
    return [
      endpoint('POST /threads', (request) => value(this.create(bodyOf(request)).json())),
      endpoint('GET /threads', (request) =>
        value(
          pageOf(
            this.threads.all().map((thread) => thread.json() as never),
            request,
          ),
        ),
      ),
      endpoint('GET /threads/:', (_, id) => value(this.thread(id).json())),
      endpoint('POST /threads/:', (request, id) => {
        const thread = this.thread(id);
        thread.metadata = bodyOf(request).metadata ?? thread.metadata;
        return value(thread.json());
      }),
      endpoint('DELETE /threads/:', (_, id) => {
        this.thread(id);
        this.threads.delete(id);
        return value({ id, object: 'thread.deleted', deleted: true });
      }),
      endpoint('POST /threads/:/messages', (request, id) => {
        const thread = this.thread(id);
        thread.checkFree();
        return value(thread.post(this.newId('msg'), bodyOf(request)));
      }),
      endpoint('GET /threads/:/messages', (request, id) => {
        const run = request.query.get('run_id');
        const messages = this.thread(id).messages.filter(
          ({ run_id: of }) => run === null || of === run,
        );
        return value(pageOf(messages, request));
      }),
      endpoint('GET /threads/:/messages/:', (_, id, message) => {
        const found = this.thread(id).messages.find((one) => one.id === message);
        if (found === undefined) throw notFound('message', message);
        return value(found);
      }),
    ];
  }

  private ofRuns() {
    return [
      endpoint('POST /threads/runs', (request) => {
        const body = bodyOf(request);
        // Before there is a thread: what is refused leaves none.
        this.agents.get(String(body.assistant_id));
        const thread = this.create(isObject(body.thread) ? body.thread : {});
        return this.begin(thread, body);
      }),
      endpoint('POST /threads/:/runs', (request, id) =>
        this.begin(this.thread(id), bodyOf(request)),
      ),
      endpoint('GET /threads/:/runs', (request, id) =>
        value(
          pageOf(
            this.thread(id).runs.map((run) => run.json()),
            request,
          ),
        ),
      ),
      endpoint('GET /threads/:/runs/:', (_, id, run) => value(this.run(id, run).json())),
      endpoint('POST /threads/:/runs/:', (_, id, run) => value(this.run(id, run).json())),
      endpoint('POST /threads/:/runs/:/cancel', (_, id, run) => this.cancel(this.run(id, run))),
      endpoint('POST /threads/:/runs/:/submit_tool_outputs', (request, id, run) =>
        this.submit(this.thread(id), this.run(id, run), bodyOf(request)),
      ),
      endpoint('GET /threads/:/runs/:/steps', (request, id, run) =>
        value(pageOf(stepsOf(this.run(id, run)), request)),
      ),
      endpoint('GET /threads/:/runs/:/steps/:', (_, id, run, step) => {
        const found = stepsOf(this.run(id, run)).find((one) => one.id === step);
        if (found === undefined) throw notFound('run step', step);
        return value(found);
      }),
    ];
  }

  private create({ messages, metadata }: JsonObject): ClassicThread {
    const thread = new ClassicThread(this.newId('thread'), metadata);
    for (const message of Array.isArray(messages) ? messages.filter(isObject) : [])
      thread.post(this.newId('msg'), message);
    this.threads.set(thread.id, thread);
    return thread;
  }

  private begin(thread: ClassicThread, body: JsonObject): Ask {
    const agent = this.agents.get(String(body.assistant_id));
    thread.checkFree();
    const run = newRun(this.newId('run'), thread, agent, body, this.config().runLifeMs);
    return runAsk(run, thread, body, () => thread.runs.push(run));
  }

  private submit(thread: ClassicThread, run: ClassicRun, body: JsonObject): Ask {
    const { status } = run;
    if (status !== 'requires_action')
      throw invalid(`Runs in status "${status}" do not accept tool outputs.`);
    const outputs = Array.isArray(body.tool_outputs) ? body.tool_outputs.filter(isObject) : [];
    const given = new Set(outputs.map(({ tool_call_id: id }) => id));
    const missing = run.answer?.toolCalls.find(({ id }) => !given.has(`call_${id}`));
    if (missing !== undefined)
      throw invalid(`Expected tool outputs for all calls; call_${missing.id} has none.`);
    return runAsk(run, thread, body, () => run.settleTurn());
  }

  private cancel(run: ClassicRun): Ask {
    if (!run.isActive) throw invalid(`Cannot cancel run with status '${run.status}'.`);
    run.cancel();
    return value(run.json());
  }

  /** A `Refusal` with 404 where there is none. */
  private thread(id: string): ClassicThread {
    const thread = this.threads.get(id);
    if (thread === undefined) throw notFound('thread', id);
    return thread;
  }

  private run(thread: string, id: string): ClassicRun {
    const run = this.thread(thread).runs.find((one) => one.id === id);
    if (run === undefined) throw notFound('run', id);
    return run;
  }

  private newId(kind: string): string {
    return `${kind}_${(++this.number).toString(36).padStart(10, '0')}`;
  }
}

/** A request may have no body where nothing has to be said. */
function bodyOf({ body }: HttpRequest): JsonObject {
  return body.length === 0 ? {} : readJson(body);
}
