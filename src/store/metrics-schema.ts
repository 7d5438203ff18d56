import { z } from 'zod';

const count = z.number().int().min(0);
const seconds = z.number().min(0);
const share = z.number().min(0).max(1).nullable();

const percentiles = z.object({
  p50: z.number().nullable(),
  p90: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});

const usage = z.object({
  input_tokens: count.describe('Input tokens that no cache served.'),
  cache_read_tokens: count.describe('Input tokens read from the provider’s cache.'),
  cache_write_tokens: count.describe('Input tokens written into the provider’s cache.'),
  output_tokens: count.describe('Tokens of the answers.'),
  estimated: z
    .boolean()
    .describe('Whether a part of it is estimated, because a provider reported none.'),
});

const limitWait = z.object({ count, seconds });

const toolFigures = {
  calls: count.describe(
    'Calls that models wanted and that have ended, those that did not run too.',
  ),
  failures: count.describe('Those of them that gave no result: refused, timeout, failed, cut …'),
  seconds: seconds.describe('That they ran, without waits for approval or for their turn.'),
};

const agentMetrics = z.object({
  agent: z.string().describe('Name, <role>_<n>.'),
  role: z.string(),
  tier: z
    .string()
    .nullable()
    .describe('What the model of its role was chosen by; null where that was named.'),
  processed: count.describe('Tasks that it ended as done.'),
  failed: count.describe('Tasks that it ended as failed or poison.'),
  api_time_seconds: seconds.describe('Time that it spent in calls, failed ones included.'),
  average_duration: seconds
    .nullable()
    .describe('Seconds per task done, waits between tries included; null without one.'),
  tokens: count.describe('All tokens of its tasks done.'),
  cost_usd: z
    .number()
    .min(0)
    .nullable()
    .describe('US dollars of its tasks done; null where a price is unknown.'),
  healthy: z.boolean().describe('Whether its last task did not fail.'),
});

const routeMetrics = z.object({
  route: z.string().describe('Name, provider/model.'),
  requests: count.describe('Calls begun on it.'),
  success_rate: share.describe(
    'Share of its calls that succeeded, of those that succeeded or failed; null without one.',
  ),
  warm_hit_rate: share.describe(
    'Share of its sent calls that found an open connection (no time spent to connect).',
  ),
  tokens_per_second: z.number().min(0).describe('Output tokens per second of total_duration.'),
  model_warm_rate: share.describe(
    'Share of its calls that found the model in memory, where the server tells (Ollama); else null.',
  ),
  model_tokens_per_second: z
    .number()
    .min(0)
    .nullable()
    .describe('Output tokens per second of making them, by the server’s own times; else null.'),
  breaker: z.object({
    state: z.enum(['closed', 'open', 'half-open']).describe('At the end of the run.'),
    trips: count.describe('How often it opened.'),
    success_rate: share.describe('As of the route: every call passes its breaker.'),
  }),
});

/**
 * metrics.json of a run directory. Shares are 0 to 1, durations are seconds unless the name says ms,
 * and the time between the end of one session and its resume counts nowhere.
 */
export const metricsSchema = z.strictObject({
  timestamp: z.string().describe('When this file was written, ISO 8601.'),
  total_agents: count.describe('Agents of all roles.'),
  successful_agents: count.describe('Agents that ended a task and failed none.'),
  failed_agents: count.describe('Agents that failed a task.'),
  success_rate: share.describe('Tasks done, of those done, failed or poison; null without one.'),
  failure_rate: share.describe('Tasks failed or poison, of the same; null without one.'),
  total_messages_sent: count.describe(
    'Messages of the conversations in all calls that were sent, tries included.',
  ),
  total_messages_received: count.describe(
    'Messages that came back: one for each call that succeeded.',
  ),
  total_chunks_processed: count.describe(
    'Chunks of content in all tasks done; one that several agents read counts for each of them.',
  ),
  total_duration: seconds.describe(
    'From the first start to the last event, without the time between two sessions.',
  ),
  average_duration: seconds
    .nullable()
    .describe('Per task done, first try to end; null without one.'),
  min_duration: seconds.nullable().describe('Of the fastest task done.'),
  max_duration: seconds.nullable().describe('Of the slowest task done.'),
  throughput: z
    .string()
    .describe('throughput_per_second with its unit; an agent counts once for each task it did.'),
  throughput_per_second: z.number().min(0).describe('Tasks done per second of total_duration.'),
  calls: count.describe('Model calls begun: every try of every task.'),
  latency_ms: percentiles.describe('Milliseconds of successful calls.'),
  first_token_ms: percentiles.describe('Milliseconds to the first token, of calls that gave one.'),
  cache: z
    .object({
      hits: count.describe(
        'Tasks that an earlier run had answered: no calls, and no time of theirs.',
      ),
      lookups: count.describe('Tasks that were looked for.'),
      hit_rate: share.describe('Hits, of the lookups; null without one.'),
    })
    .describe('Answers taken from earlier runs.'),
  retries: z.object({
    count: count.describe('Failed tries that were followed by another.'),
    by_class: z.record(z.string(), count).describe('The same by failure class.'),
    wait_seconds: seconds.describe('Waits that were set between tries, added up.'),
  }),
  errors: z.record(z.string(), count).describe('Failures by class, retried ones included.'),
  poison: z
    .object({
      count,
      by_signature: z
        .record(z.string(), count)
        .describe('What their failures have in common, the most frequent first.'),
    })
    .describe(
      'Tasks that were set aside because they kept failing in the same way; failed ones too.',
    ),
  limit_waits: z
    .object({ count, seconds, by_limit: z.record(z.string(), limitWait) })
    .describe(
      'How often and how long a limit was what kept the next task from being sent, by limit: a gate, agents, reader or cpu. One at a time, so the seconds add up to total_duration at most.',
    ),
  limited_by: z
    .array(
      z.object({
        limit: z.string().describe('As it was told: tokens/min 90,000 on azure/gpt-5-mini.'),
        by: z.string().describe('Its name in limit_waits.'),
        count,
        seconds,
      }),
    )
    .describe('The same for each limit of each route by itself, the longest first.'),
  throttled: count.describe('Times that the adaptive limit lowered the concurrency.'),
  seconds_by_phase: z
    .object({
      queue: seconds.describe('Ready, no gate holding its route: waiting for a free agent.'),
      gate: seconds.describe('Ready, and a gate held its route.'),
      connect: seconds.describe('Agent taken, request not yet written.'),
      wait: seconds.describe('Request written, no token yet.'),
      stream: seconds.describe('First token to end.'),
      tool: seconds.describe('A tool or child process ran.'),
    })
    .describe('Added up over all calls; waits between tries stand in retries.'),
  tools: z
    .object({ ...toolFigures, by_tool: z.record(z.string(), z.object(toolFigures)) })
    .describe('Calls of tools, as a whole and by the name of the tool.'),
  usage: usage.describe('Of the calls that ended well.'),
  cost_usd: z
    .number()
    .min(0)
    .nullable()
    .describe('US dollars of the calls that ended well; null where a price is unknown.'),
  uncertain_usd: z
    .number()
    .min(0)
    .nullable()
    .describe(
      'The most that calls may have cost whose end or usage nobody reported, beside cost_usd; null where a price is unknown.',
    ),
  excess_usd: z
    .number()
    .min(0)
    .describe('What calls cost beyond the bound that had been set aside for them.'),
  peak_concurrency: count.describe('Most calls at one time.'),
  alerts: z
    .array(
      z.object({
        alert: z.string().describe('budget, failures, latency, breaker or stall.'),
        message: z.string(),
        raised_seconds: seconds.describe('Run time.'),
        cleared_seconds: seconds.nullable().describe('Run time; null where it stood at the end.'),
      }),
    )
    .describe('Alerts in the order in which they were raised.'),
  workflows: z.object({
    started: count.describe('Begun.'),
    completed: count.describe('All that is critical in them is done.'),
    failed: count.describe('Something critical in them failed.'),
  }),
  process: z
    .object({
      cpu_seconds: seconds.describe('User and system time.'),
      peak_rss_bytes: count,
      peak_open_sockets: count.describe('Of all routes, as sampled once a second.'),
      bytes_in: count.describe('Read from all routes’ sockets.'),
      bytes_out: count.describe('Written to all routes’ sockets.'),
    })
    .describe('Of swarmdeck itself, all sessions that could still write this file.'),
  per_agent: z.array(agentMetrics).describe('Every agent, in its order.'),
  per_route: z.array(routeMetrics).describe('Every route, in its order.'),
});

export type Metrics = z.infer<typeof metricsSchema>;
export type AgentMetrics = z.infer<typeof agentMetrics>;
export type RouteMetrics = z.infer<typeof routeMetrics>;
export type Percentiles = z.infer<typeof percentiles>;
