import * as z from 'zod/mini';
import { field, oneOf, yesOrNo } from './fields.ts';

const lasts = 'a duration like 10m or 1h30m, a number of seconds, or -1 for ever';
const duration = z
  .string({ error: lasts })
  .check(z.regex(/^-?(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/, { error: lasts }));

export const ollamaSchema = z.strictObject({
  keepAlive: field(
    z.union([duration, z.number({ error: lasts })]),
    'How long a model stays in memory after its last call; default: as the server is set up (5m)',
  ),
  api: field(
    oneOf(['chat', 'generate']),
    'What answers the calls: POST /api/chat, or POST /api/generate, for models without a chat template; default: chat',
  ),
  pull: field(
    yesOrNo,
    'Fetch a model that the server does not have; default: only from an Ollama on this machine',
  ),
});
