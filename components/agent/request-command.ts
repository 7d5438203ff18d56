import type { RawCommand, RawRequest } from '../../src/state/raw-call.ts';
import { curlCommand } from './curl-command.ts';
import { shellCommand } from './shell-command.ts';

/** What a call sent or ran, as a command that does the same again. */
export function requestCommand(request: RawRequest | RawCommand): string {
  return 'command' in request ? shellCommand(request) : curlCommand(request);
}
