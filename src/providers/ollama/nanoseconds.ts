import { tokens } from '../guarded-reader.ts';

/** A duration as Ollama tells it, in ms. */
export function ms(nanoseconds: number | undefined): number {
  return tokens(nanoseconds) / 1e6;
}
