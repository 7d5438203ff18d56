import { hashText, seededRandom } from './random.ts';

/** What most small embedding models give. */
const usualDimensions = 1_536;

/** A vector of length 1 that follows from the text alone: the same text has the same one. */
export function embeddingOf(text: string, dimensions = usualDimensions): Float32Array {
  const random = seededRandom(hashText(text));
  const vector = Float32Array.from({ length: dimensions }, () => random() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
