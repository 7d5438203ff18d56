// One route with its connections, limits, retries and breaker, for calls that a program makes one by one. Expect an
// answer, two vectors that are compared, and the figures of the route:
//
//   node examples/library/pool.ts
//
// For real: createPool({ provider: 'openai', model: 'gpt-5-mini' }), with OPENAI_API_KEY in the environment; `embed`
// wants a model of its own there, and with it a pool of its own.
import { createPool } from 'swarmdeck';

await using pool = await createPool({ concurrency: 4, maxOutputTokens: 1000 });
const { text, usage } = await pool.chat('Name a harbour.', { priority: 'high' });
console.log(`${usage?.outputTokens} tokens: ${text}`);

const [one, other] = await pool.embed(['a wet box', 'a soaked carton']);
console.log(`alike: ${one.reduce((sum, value, at) => sum + value * other[at], 0).toFixed(2)}`);

const { requests, costUsd } = pool.stats();
console.log(`${requests} requests for $${costUsd.toFixed(6)}`);
