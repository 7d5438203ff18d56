import type { HttpRequest } from '../http/request-reader.ts';

/** `/v1`, and where servers compatible with it have the same: Azure and Groq, OpenRouter. */
const roots = /^(?:\/openai\/v1|\/api\/v1|\/v1)(\/.*)$/;
/** Azure's older interface. */
const deployments = /^\/openai\/deployments\/([^/]+)(\/.*)$/;

/** OpenRouter's, which tells what a call cost. */
export function isOpenRouter(path: string): boolean {
  return path.startsWith('/api/v1/');
}

/** What is asked for below the root; null for a path of another service. */
export function openaiPath(path: string): string | null {
  if (path.startsWith('/openai/models')) return path.slice('/openai'.length);
  return deployments.exec(path)?.[2] ?? roots.exec(path)?.[1] ?? null;
}

/** The deployment that the path names; null where the model stands in the body. */
export function deploymentOf({ path }: HttpRequest): string | null {
  const named = deployments.exec(path)?.[1];
  return named === undefined ? null : decodeURIComponent(named);
}
