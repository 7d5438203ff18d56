const bytesAFloat = 4;

/**
 * A vector as it stands in a reply: a list of numbers, or little-endian floats in base64.
 *
 * @throws Error in a few words where it is none: every number of it has to be one
 * @see https://platform.openai.com/docs/api-reference/embeddings
 */
export function vectorOf(wire: unknown): Float32Array {
  const vector = typeof wire === 'string' ? decoded(wire) : listed(wire);
  if (vector.length === 0) throw new Error('a vector is empty');
  // Also what is finite where it came from, and too large for what it goes into.
  if (!vector.every(Number.isFinite)) throw new Error('a vector has numbers that are not finite');
  return vector;
}

function listed(wire: unknown): Float32Array {
  if (!Array.isArray(wire) || !wire.every((value) => typeof value === 'number'))
    throw new Error('a vector is no list of numbers');
  return new Float32Array(wire);
}

function decoded(wire: string): Float32Array {
  const bytes = Buffer.from(wire, 'base64');
  // The decoder leaves out what is no base64.
  if (bytes.toString('base64') !== wire || bytes.length % bytesAFloat !== 0)
    throw new Error('a vector is no base64 of floats');
  const vector = new Float32Array(bytes.length / bytesAFloat);
  for (let at = 0; at < vector.length; at++) vector[at] = bytes.readFloatLE(at * bytesAFloat);
  return vector;
}
