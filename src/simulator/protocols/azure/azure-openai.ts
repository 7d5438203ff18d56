import type { HttpRequest } from '../../http/request-reader.ts';
import { openaiChat } from '../openai-chat.ts';
import { openaiEmbeddings } from '../openai-embeddings.ts';
import { openaiModels } from '../openai-models.ts';
import { openaiResponses } from '../openai-responses.ts';
import type { Protocol } from '../protocol.ts';
import { readJson } from '../read-json.ts';
import { azureShape } from './azure-shape.ts';

/** `/openai/v1/…` of a resource or of a project in it. */
const newer = /^(?:\/api\/projects\/[^/]+)?\/openai(?=\/v1\/)/;
const older = /^\/openai\/deployments\/([^/]+)(?=\/)/;

/** OpenAI's own protocols at the paths of Azure OpenAI: `/openai/v1/…`, `/openai/deployments/…`. */
export const azureOpenAi: readonly Protocol[] = [
  openaiChat,
  openaiResponses,
  openaiEmbeddings,
  openaiModels,
].map((protocol) => ({
  ...protocol,
  ...azureShape,
  name: `azure-${protocol.name}`,
  matches: (method, path, headers) => {
    const inner = innerPath(path);
    return inner !== null && protocol.matches(method, inner, headers);
  },
  read: (request) => protocol.read(innerRequest(request)),
}));

function innerPath(path: string): string | null {
  if (newer.test(path)) return path.replace(newer, '');
  return older.test(path) ? path.replace(older, '/v1') : null;
}

/** The deployment in the path is the model, whatever the body says. */
function innerRequest(request: HttpRequest): HttpRequest {
  const path = innerPath(request.path) ?? request.path;
  const deployment = older.exec(request.path)?.[1];
  if (deployment === undefined) return { ...request, path };
  const body = JSON.stringify({ ...readJson(request.body), model: deployment });
  return { ...request, path, body: Buffer.from(body) };
}
