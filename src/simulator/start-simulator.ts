import { createServer, type Server, type Socket } from 'node:net';
import type { SimulatorChange, SimulatorConfig } from './config.ts';
import { isControl, serveControl } from './control.ts';
import { serveConnection } from './http/connection.ts';
import type { SimulatorRecord } from './record.ts';
import { Simulation } from './simulation.ts';

/** What differs from the default config, and where to listen. */
export interface SimulatorOptions extends SimulatorChange {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly host?: string;
}

export interface Simulator {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  record(): SimulatorRecord;
  /** Changes what is given, and gives the whole. Throws a `ConfigError` for what is wrong. */
  configure(change: SimulatorChange): SimulatorConfig;
  /** Breaks all connections off; resolves when the port is free. */
  stop(): Promise<void>;
}

/** Connections that may wait to be accepted; a swarm opens all of its own at once. */
const backlog = 4096;
/** How long no connection is accepted by the fault `refuse-connection`, ms. */
const closedMs = 250;

/**
 * Starts the simulator in this thread. Rejects with a `ConfigError` for a wrong config and with
 * the system's error (`EADDRINUSE`) where it cannot listen.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, host = '127.0.0.1', ...config } = options;
  const simulation = new Simulation(config);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const connection = simulation.recorder.connectionOpened();
    sockets.add(socket);
    serveConnection(
      socket,
      (request, reply) => {
        if (isControl(request)) serveControl(simulation, request, reply);
        else simulation.handle(request, reply, connection);
      },
      () => {
        sockets.delete(socket);
        simulation.recorder.connectionClosed(connection);
      },
    );
  });
  await listening(server, port, host);
  const url = urlOf(server);
  let restarting: NodeJS.Timeout | null = null;
  let isStopped = false;
  simulation.onRestart = () => {
    if (restarting !== null || isStopped) return;
    server.close();
    restarting = setTimeout(() => {
      restarting = null;
      // Where somebody else has taken the port meanwhile there is nothing to come back to.
      listening(server, Number(new URL(url).port), host).catch(() => {});
    }, closedMs);
  };
  return {
    url,
    record: () => simulation.record(Number.MAX_SAFE_INTEGER),
    configure: (change) => simulation.configure(change),
    stop: () =>
      new Promise((resolve) => {
        isStopped = true;
        if (restarting !== null) clearTimeout(restarting);
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
        simulation.stop();
      }),
  };
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
