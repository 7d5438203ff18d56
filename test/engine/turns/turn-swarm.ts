import type { EngineConfig } from '../../../src/engine/engine-config.ts';
import type { ApprovalPolicy } from '../../../src/engine/turns/tool-desk.ts';
import type { SimulatorConfig } from '../../../src/simulator/config.ts';
import type { Simulator } from '../../../src/simulator/start-simulator.ts';
import type { EventOf, RunEventType } from '../../../src/state/events.ts';
import { promptPlan, Swarm, type SwarmOptions } from '../swarm.ts';
import { FunctionBox } from './function-box.ts';

export interface TurnWish {
  readonly tasks?: number;
  readonly box?: FunctionBox;
  readonly approval?: ApprovalPolicy;
  readonly most?: number;
  readonly simulator?: Partial<SimulatorConfig>;
  readonly problemOf?: (text: string) => string | null;
  readonly swarm?: Partial<SwarmOptions>;
  readonly change?: Partial<EngineConfig>;
}

export function begin(simulator: Simulator, wish: TurnWish): Swarm {
  const { tasks = 1, box = new FunctionBox({ look: async () => 'it rains' }) } = wish;
  const { approval = 'refuse', most = 10, problemOf } = wish;
  simulator.configure(wish.simulator ?? {});
  const turns = {
    tools: box.definitions,
    outputSchema: problemOf ? { type: 'object' } : null,
    most,
    problemOf: problemOf ?? (() => null),
  };
  return new Swarm({
    urls: [`${simulator.url}/v1`],
    plan: promptPlan(tasks),
    turns,
    ...wish.swarm,
    change: { tools: { box, approval }, ...wish.change },
  }).start();
}

/** Resolves with the first event of the kind that passes. */
export function once<T extends RunEventType>(
  swarm: Swarm,
  type: T,
  passes: (event: EventOf<T>) => boolean = () => true,
): Promise<EventOf<T>> {
  return new Promise((resolve) => {
    const off = swarm.engine.onEvent((event) => {
      if (event.type !== type || !passes(event as EventOf<T>)) return;
      off();
      resolve(event as EventOf<T>);
    });
  });
}

export interface SentBody {
  readonly messages: readonly {
    readonly role: string;
    readonly content: string;
    readonly tool_calls?: readonly { readonly id: string }[];
    readonly tool_call_id?: string;
  }[];
}

/** What the last call was sent. */
export async function lastBody(simulator: Simulator): Promise<SentBody> {
  const reply = await fetch(`${simulator.url}/__sim/record?bodies=1&lines=1`);
  const { requests } = (await reply.json()) as { requests: { body: string }[] };
  return JSON.parse(requests[requests.length - 1].body);
}

export const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
