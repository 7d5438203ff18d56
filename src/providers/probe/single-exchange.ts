import { createRequire } from 'node:module';
import type { Client as ClientClass, Dispatcher } from 'undici';

// The client alone: undici's index loads fetch, caches and WebSocket too, 13 MB that a look at a
// service would leave in the process.
const require = createRequire(import.meta.url);
const Client: typeof ClientClass = require('undici/lib/dispatcher/client.js');
const request: (
  this: ClientClass,
  options: Dispatcher.RequestOptions,
) => Promise<Dispatcher.ResponseData> = require('undici/lib/api/api-request.js');

/**
 * One request on a connection of its own, which is closed when `use` has had the reply: a look at a
 * service leaves nothing open behind it.
 */
export async function singleExchange<T>(
  origin: string,
  client: ClientClass.Options,
  options: Dispatcher.RequestOptions,
  use: (reply: Dispatcher.ResponseData) => Promise<T>,
): Promise<T> {
  const connection = new Client(origin, client);
  try {
    return await use(await request.call(connection, options));
  } finally {
    await connection.destroy();
  }
}
