import type { ExecPolicy, TimeoutPolicy } from '../../spec/resolved.ts';
import { type CallTimeouts, callTimeouts } from '../call-timeouts.ts';
import { DeadlineClock } from '../deadline-clock.ts';
import type {
  ActiveCall,
  HealthReport,
  Provider,
  RouteTraffic,
  Turn,
  TurnListener,
} from '../provider.ts';
import { type CallRefusal, RefusedCall } from '../refused-call.ts';
import { ExecCall, type ExecCallParts } from './exec-call.ts';
import { findProgram } from './find-program.ts';
import { invocationOf } from './invocation.ts';
import { JsonLinesOutput } from './json-lines-output.ts';
import type { OutputReader, OutputSink } from './output-reader.ts';
import { lineProfileOf } from './profiles.ts';
import { rawCommand } from './raw-command.ts';
import { TextOutput } from './text-output.ts';

export interface ExecProviderOptions {
  readonly policy: ExecPolicy;
  /** What `env:NAME` names, each with its value. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What a program inherits; default: this process's own variables. */
  readonly inherited?: NodeJS.ProcessEnv;
  /** The operator says that nothing is paid for it. */
  readonly isFree?: boolean;
  /** Calls that are shown as what the route keeps; more may run. */
  readonly pool: number;
  readonly timeouts: TimeoutPolicy;
}

/** A route on which every call is a run of a program. */
export class ExecProvider implements Provider {
  /** It has no connections to be told of. */
  onConnection = null;
  pool: number;
  private readonly options: ExecProviderOptions;
  private readonly variables: Readonly<Record<string, string>>;
  private readonly environment: NodeJS.ProcessEnv;
  private readonly clock = new DeadlineClock();
  private policy: TimeoutPolicy;
  private limits: CallTimeouts;
  /** Those of which something is left. */
  private readonly calls = new Set<ExecCall>();
  private bytesIn = 0;
  private bytesOut = 0;
  private closed = false;

  constructor(options: ExecProviderOptions) {
    const { policy, secrets, inherited = process.env, pool, timeouts } = options;
    this.options = options;
    this.pool = pool;
    this.policy = timeouts;
    this.limits = callTimeouts(timeouts);
    // Read once: each look at the process's own costs a call of the system.
    this.environment = { ...inherited };
    this.variables = Object.fromEntries(
      Object.entries(policy.env).map(([name, text]) => [name, secrets[name] ?? text]),
    );
  }

  call(turn: Turn, listener: TurnListener): ActiveCall {
    const { policy } = this.options;
    const invocation = invocationOf(policy, this.variables, turn);
    const refused = this.refusalOf(turn);
    if (refused !== null) {
      const request = rawCommand(policy, invocation);
      return new RefusedCall({ ...refused, request }, listener);
    }
    const call = new ExecCall(this.parts, invocation, listener);
    this.calls.add(call);
    void call.run.gone.then(() => this.calls.delete(call));
    return call;
  }

  get timeouts(): TimeoutPolicy {
    return this.policy;
  }

  set timeouts(policy: TimeoutPolicy) {
    this.policy = policy;
    this.limits = callTimeouts(policy);
  }

  traffic(): RouteTraffic {
    const { bytesIn, bytesOut } = this;
    const processes = [...this.calls].filter(({ run }) => run.isRunning).length;
    return { openSockets: 0, processes, bytesIn, bytesOut };
  }

  async check(): Promise<HealthReport | null> {
    if (this.closed) return null;
    const path = this.variables.PATH ?? this.environment.PATH;
    const program = findProgram(this.options.policy, path);
    return program.found ? { ok: true, detail: '' } : { ok: false, detail: program.why };
  }

  /** Ends every program, with all that it has started. It has no sockets: the number is 0. */
  async close(): Promise<number> {
    this.closed = true;
    const calls = [...this.calls];
    for (const call of calls) call.abort('cancelled', 'the route is closed');
    await Promise.all(calls.map(({ run }) => run.gone));
    return 0;
  }

  /** Why a turn is not begun; null where it is. */
  private refusalOf({ kind, tools = [] }: Turn): Omit<CallRefusal, 'request'> | null {
    if (this.closed) return { class: 'cancelled', message: 'the route is closed' };
    if (kind === 'embed')
      return {
        class: 'invalid-request',
        message: 'a program answers with a text, not with vectors',
      };
    if (tools.length > 0)
      return {
        class: 'invalid-request',
        message: 'a program has tools of its own, and is given none',
      };
    return null;
  }

  private get parts(): ExecCallParts {
    const { policy, isFree = false } = this.options;
    const { clock, environment, limits: timeouts } = this;
    const { cwd, maxOutputBytes, exitCodes } = policy;
    const ofProfile = lineProfileOf(policy)?.exitCodes ?? {};
    return {
      clock,
      timeouts,
      cwd,
      environment,
      maxOutputBytes,
      exitCodes: [exitCodes, ofProfile],
      isFree,
      reader: (sink) => readerOf(policy, sink),
      shown: (invocation) => rawCommand(policy, invocation),
      safe: (text) => this.safe(text),
      onBytes: (written, given) => {
        this.bytesIn += written;
        this.bytesOut += given;
      },
    };
  }

  private safe(text: string): string {
    return Object.values(this.options.secrets).reduce(
      (safe, secret) => safe.replaceAll(secret, '…'),
      text,
    );
  }
}

function readerOf(policy: ExecPolicy, sink: OutputSink): OutputReader {
  const profile = lineProfileOf(policy);
  return profile === null ? new TextOutput(sink) : new JsonLinesOutput(profile, sink);
}
