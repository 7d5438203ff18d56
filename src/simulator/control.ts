import { ConfigError } from './config-error.ts';
import type { Reply } from './http/reply.ts';
import type { HttpRequest } from './http/request-reader.ts';
import type { Simulation } from './simulation.ts';

const prefix = '/__sim/';
/** Lines of the record that are sent where the request does not say how many. */
const defaultLines = 100_000;

export function isControl(request: HttpRequest): boolean {
  return request.path.startsWith(prefix);
}

/**
 * The simulator's own endpoints, which no record counts:
 *
 * - `GET /__sim/record`, with `?lines=N` for the newest N calls and connections only, with `?bodies=1`
 *   the newest requests with their headers and bodies too;
 * - `DELETE /__sim/record` or `POST /__sim/record/reset` starts the record anew;
 * - `GET /__sim/config`, and `POST /__sim/config` with what is to change.
 */
export function serveControl(simulation: Simulation, request: HttpRequest, reply: Reply): void {
  const name = `${request.method} ${request.path.slice(prefix.length)}`;
  switch (name) {
    case 'GET record':
      serveRecord(simulation, request, reply);
      return;
    case 'DELETE record':
    case 'POST record/reset':
      simulation.clearRecord();
      send(reply, 200, { cleared: true });
      return;
    case 'GET config':
      send(reply, 200, simulation.config);
      return;
    case 'POST config':
      changeConfig(simulation, request, reply);
      return;
    default:
      sendError(reply, 404, `${request.method} ${request.path} is no endpoint of the simulator.`);
  }
}

function serveRecord(simulation: Simulation, request: HttpRequest, reply: Reply): void {
  const lines = Number(request.query.get('lines') ?? defaultLines);
  const withBodies = ['1', 'true'].includes(request.query.get('bodies') ?? '');
  if (Number.isSafeInteger(lines) && lines >= 0)
    send(reply, 200, simulation.record(lines, withBodies));
  else sendError(reply, 400, 'record: lines must be a whole number of at least 0.');
}

function changeConfig(simulation: Simulation, request: HttpRequest, reply: Reply): void {
  let change: unknown;
  try {
    change = JSON.parse(request.body.toString());
  } catch {
    sendError(reply, 400, 'config: the body must be a JSON object.');
    return;
  }
  try {
    send(reply, 200, simulation.configure(change));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    sendError(reply, 400, error.message);
  }
}

function send(reply: Reply, status: number, json: unknown): void {
  reply.whole(status, { 'content-type': 'application/json' }, JSON.stringify(json));
}

function sendError(reply: Reply, status: number, message: string): void {
  send(reply, status, { error: { message } });
}
