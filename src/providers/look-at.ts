import { LookLine, type LookOptions, type Sight } from './look-line.ts';
import type { HealthRequest } from './wire-protocol.ts';

/**
 * Asks a server once, on a connection of its own.
 *
 * @throws Error with the `code` of what went wrong
 */
export async function lookAt(request: HealthRequest, options: LookOptions): Promise<Sight> {
  const line = new LookLine(options);
  try {
    return await line.ask(request);
  } finally {
    await line.close();
  }
}
