// A swarm in a program of one's own, its results read one by one. Expect twelve lines, how it ended and what it cost:
//
//   node examples/library/swarm.ts
//
// For real: say a provider and a model, as { provider: 'openai', model: 'gpt-5-mini', … }.
import { createSwarm } from 'swarmdeck';

const swarm = await createSwarm({
  agents: 6,
  maxOutputTokens: 1000,
  workload: { prompts: ['Name a harbour.', 'Name a strait.', 'Name a cape.'], repeat: 4 },
});
for await (const { task, status, text } of swarm.results({ buffer: 64 })) {
  console.log(task, status, text?.slice(0, 60));
}
const { outcome, metrics } = await swarm.finished;
console.log(outcome.phase, metrics.cost_usd, swarm.directory);
