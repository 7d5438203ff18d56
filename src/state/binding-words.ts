import { TaskStatus } from './agent-state.ts';
import type { BoundNow } from './bound-history.ts';
import type { BindingName } from './events.ts';
import { keptBack } from './kept-back.ts';
import { gainWords, liveAgents, predictedGain, type Room } from './predicted-gain.ts';
import type { RunState } from './run-state.ts';
import { shortRole } from './short-role.ts';
import { count, plural, timeWords } from './words.ts';

interface BindingWords {
  readonly sentence: string;
  readonly remedy: readonly string[];
}

/** A limit that lifts sooner than this is one that lifts all the time. */
const worthTelling = 1_500;
/** A second route like the first at most doubles what is sent. */
const secondRoute = 1;

/** A limit by its name alone: `tokens/min 90,000 on azure/gpt-5-mini`, `concurrency 50`, `agents`. */
export function limitWords(by: BindingName, route: string | null, detail: string): string {
  if (by === 'cpu') return 'this machine';
  if (by === 'tool') return 'tools';
  if (by === 'needs') return 'the order of the work';
  const what = detail === '' ? by : detail;
  return route === null ? what : `${what} on ${route}`;
}

/**
 * What binds, and what would change it, in words.
 *
 * @param evident whether it has bound long enough for a gain to be foretold
 */
export function bindingWords(
  state: RunState,
  now: BoundNow,
  t: number,
  evident: boolean,
): BindingWords {
  const waiting = state.queued;
  const agents = liveAgents(state);
  const route = state.routes[now.route];
  const sentence = limitWords(now.by, route?.info.name ?? null, now.detail);
  const gain = (room: Room) => gainWords(evident ? predictedGain(state, room) : null);
  const full = { calls: Math.min(agents, state.concurrency) };
  switch (now.by) {
    case 'rate': {
      const other = state.routes.length > 1 ? 'another route' : 'a second route';
      return {
        sentence,
        remedy: said(
          untilWords(route?.heldBy === 'rate' ? route.heldUntilT : null, t, 'goes on in'),
          'more concurrency gains nothing',
          after(other, gain({ ...full, atMost: secondRoute })),
        ),
      };
    }
    case 'breaker': {
      const remedy = said(untilWords(route?.probeT ?? null, t, 'probe in'));
      return { sentence, remedy };
    }
    case 'budget':
      return {
        sentence,
        remedy: said('raise it with b', 'more concurrency gains nothing'),
      };
    case 'pool':
      return {
        sentence,
        remedy: said(`more maxConnections ${gain(full)}`, 'more concurrency gains nothing'),
      };
    case 'model':
      return { sentence, remedy: ['calls begin when it is there'] };
    case 'adaptive': {
      const ceiling = route?.adaptiveCeiling ?? null;
      return {
        sentence,
        remedy: said(
          ceiling === null
            ? 'it grows while all goes well'
            : `the server refuses above ~${count(ceiling)}`,
          'more concurrency gains nothing',
        ),
      };
    }
    case 'concurrency': {
      const { byStatus } = state.counts;
      const taken = byStatus[TaskStatus.retrying] + byStatus[TaskStatus.tool];
      const free = agents - state.inFlight - taken;
      const tenth = Math.ceil(state.concurrency * 1.1);
      const more = gain({ calls: Math.min(tenth, state.inFlight + Math.max(0, free)) });
      return {
        sentence: `concurrency ${count(state.concurrency)}, as set`,
        remedy: said(
          free > 0 && waiting > 0
            ? after('+ raises it', more, ', ', ' for a tenth more') || '+ raises it'
            : '',
          `all of it is used, ${waits(waiting)}`,
        ),
      };
    }
    case 'agents': {
      if (now.detail === 'batches')
        return {
          sentence: 'batches, each goes on with the agent that began it',
          remedy: ['a smaller batch spreads the rest'],
        };
      const short = shortRole(state) ?? { role: 0, agents, waiting };
      const of = state.info.roles.length > 1 ? ` of ${state.info.roles[short.role].name}` : '';
      const fits = state.concurrency > state.inFlight;
      const more = gain({ calls: state.inFlight + Math.ceil(short.agents / 10) });
      return {
        sentence: `agents${of}, all ${count(short.agents)} have a task`,
        remedy: said(
          after(`more agents${fits ? '' : ' and concurrency'}`, more, ' ', ' for a tenth more'),
          waits(short.waiting),
        ),
      };
    }
    case 'reader':
      return {
        sentence,
        remedy: ['goes on as results are read', 'more concurrency gains nothing'],
      };
    case 'retry': {
      const retrying = state.counts.byStatus[TaskStatus.retrying];
      const backOff = retrying === 1 ? '1 task backs off' : `${count(retrying)} tasks back off`;
      return { sentence: `${backOff} before the next try`, remedy: said(mostFailures(state)) };
    }
    case 'tool': {
      const tools = state.counts.byStatus[TaskStatus.tool];
      const asked = state.asked.size;
      const wait = `${plural(tools, 'task')} ${tools === 1 ? 'waits' : 'wait'} for theirs`;
      const code = state.toolCalls.tasks === 0 && state.programs.size > 0;
      const of = code ? 'the code of agents' : 'tools';
      const sentence = tools === 0 ? `${of}, none runs now` : `${of}, ${wait}`;
      return {
        sentence,
        remedy: said(
          asked === 0
            ? ''
            : `${plural(asked, 'call')} ${asked === 1 ? 'asks' : 'ask'} for your word`,
        ),
      };
    }
    case 'needs': {
      const { byStatus } = state.counts;
      const behind = byStatus[TaskStatus.blocked] - keptBack(state);
      const run = state.busy + byStatus[TaskStatus.retrying];
      // A moment later they are queued: what bound is still the order.
      const who = `${plural(run, 'task')} ${run === 1 ? 'runs' : 'run'}`;
      const wait = `${count(behind)} wait${behind === 1 ? 's' : ''} for ${run === 1 ? 'it' : 'them'}`;
      return {
        sentence: behind > 0 ? `${sentence}: ${who}, ${wait}` : sentence,
        remedy: ['D shows what waits for what', 'more concurrency gains nothing'],
      };
    }
    case 'you':
      return {
        sentence: `${plural(keptBack(state), 'task')} kept back by you`,
        remedy: ['D lets them go on'],
      };
    case 'cpu':
      return {
        sentence: 'this machine, it is busy with the calls under way',
        remedy: ['more concurrency gains nothing'],
      };
    default:
      return {
        sentence: `nothing waits, the last ${plural(state.inFlight, 'call')} ${state.inFlight === 1 ? 'runs' : 'run'}`,
        remedy: [],
      };
  }
}

function waits(tasks: number): string {
  return `${plural(tasks, 'task')} wait${tasks === 1 ? 's' : ''}`;
}

function said(...parts: string[]): string[] {
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** `what ~ +38 %`; nothing where no gain is known to be said. */
function after(what: string, gain: string, between = ' ', tail = ''): string {
  return gain === '' ? '' : `${what}${between}${gain}${tail}`;
}

function untilWords(untilT: number | null, t: number, words: string): string {
  return untilT === null || untilT - t < worthTelling ? '' : `${words} ${timeWords(untilT - t)}`;
}

function mostFailures({ totals }: RunState): string {
  const [most] = [...totals.failures].sort((a, b) => b[1] - a[1]);
  return most === undefined ? '' : `mostly ${most[0]}`;
}
