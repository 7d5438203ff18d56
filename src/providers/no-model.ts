import { codeAddress } from '../spec/providers.ts';
import type { TimeoutPolicy } from '../spec/resolved.ts';
import type {
  ActiveCall,
  HealthReport,
  Provider,
  RouteTraffic,
  Turn,
  TurnListener,
} from './provider.ts';
import { type CallRefusal, RefusedCall } from './refused-call.ts';

const refusal: CallRefusal = {
  class: 'invalid-request',
  message:
    'provider code calls no model; give the role a provider that does, with the model that it is to ask',
  request: { method: 'POST', url: codeAddress, headers: {}, body: '' },
};

/** The route of agents that are code and ask no model: nothing is opened, and every call is refused. */
export class NoModel implements Provider {
  timeouts: TimeoutPolicy;
  pool: number;
  onConnection = null;

  constructor(timeouts: TimeoutPolicy, pool: number) {
    this.timeouts = timeouts;
    this.pool = pool;
  }

  call(_turn: Turn, listener: TurnListener): ActiveCall {
    return new RefusedCall(refusal, listener);
  }

  traffic(): RouteTraffic {
    return { openSockets: 0, bytesIn: 0, bytesOut: 0 };
  }

  /** There is nobody to be asked. */
  async check(): Promise<HealthReport | null> {
    return null;
  }

  async close(): Promise<number> {
    return 0;
  }
}
