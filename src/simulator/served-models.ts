import type { Problem } from './protocols/protocol.ts';

/** Any model is served but this one, so that a missing model can be tried out. */
const missingModel = 'no-such-model';

export function isServed(model: string): boolean {
  return model !== missingModel;
}

export function modelNotFound(model: string): Problem {
  return {
    status: 404,
    kind: 'model-not-found',
    message: `The model '${model}' does not exist or you do not have access to it.`,
    field: 'model',
  };
}

/** The longest answer of the simulator's own models, tokens; another one answers as it is told to. */
export function longestAnswer(model: string): number {
  return /^sim-(small|medium|large)$/.test(model) ? 4_096 : Number.POSITIVE_INFINITY;
}
