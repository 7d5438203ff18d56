import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { LiveRun } from '../live-run.ts';
import { agentName } from '../panes/agent-name.ts';
import { count, plural } from '../parts/format.ts';
import {
  agentCountsSentence,
  agentNamed,
  agentSentences,
  agentWords,
  needyAgents,
  needyCount,
} from './agent-sentences.ts';
import { failureGroups, failureSentences } from './failure-sentences.ts';
import { queueSentences, routeSentences } from './flow-sentences.ts';
import { logSentences } from './log-sentences.ts';
import { Menu } from './menu.ts';
import { costSentences } from './money-sentences.ts';
import { limitsSentences } from './speed-sentences.ts';
import { sentence, timeWords } from './spoken.ts';
import { heldSentence, statusSentences } from './status-sentences.ts';
import { workAnswer } from './work-sentences.ts';

/** What an inquiry is answered from. */
export interface Asking {
  readonly run: LiveRun;
  readonly snapshot: RunSnapshot;
  readonly operator: string;
  /** What was typed behind the word. */
  readonly argument: string;
  /** Does what this line would do if it were typed. */
  readonly type: (line: string) => void;
}

/** A word that asks for something and changes nothing. */
export interface Inquiry {
  readonly word: string;
  readonly usage: string;
  readonly says: string;
  answer(asking: Asking): readonly string[] | Menu;
}

const mostListed = 20;
const usualLines = 20;
const mostLines = 200;

/** Everything that can be asked of a run, in the order of the help. */
export const inquiries: readonly Inquiry[] = [
  {
    word: 'status',
    usage: '',
    says: 'how the run stands, as an empty line does',
    answer: ({ snapshot, operator }) => statusSentences(snapshot, operator),
  },
  {
    word: 'agents',
    usage: '',
    says: 'what the agents do, and which need attention',
    answer: agents,
  },
  {
    word: 'work',
    usage: '[NAME]',
    says: 'workflows, votes or variants, as work hr',
    answer: workAnswer,
  },
  { word: 'asks', usage: '', says: 'tools that ask whether they may run', answer: asks },
  { word: 'agent', usage: 'NAME', says: 'one agent, as agent kaoz_17', answer: agent },
  {
    word: 'routes',
    usage: '',
    says: 'routes and their breakers',
    answer: ({ snapshot }) => routeSentences(snapshot),
  },
  {
    word: 'queue',
    usage: '',
    says: 'what waits',
    answer: ({ snapshot }) => queueSentences(snapshot),
  },
  {
    word: 'cost',
    usage: '',
    says: 'what was spent',
    answer: ({ snapshot }) => costSentences(snapshot),
  },
  {
    word: 'limits',
    usage: '',
    says: 'what holds the run, and what it takes of this machine',
    answer: ({ snapshot }) => [heldSentence(snapshot), ...limitsSentences(snapshot)],
  },
  { word: 'failures', usage: '', says: 'what failed, by reason', answer: failures },
  {
    word: 'log',
    usage: '[LINES]',
    says: 'what happened last',
    answer: ({ snapshot, operator, argument }) => {
      const lines = argument === '' ? usualLines : Number(argument);
      if (!Number.isInteger(lines) || lines < 1) return ['log takes a number of lines, as log 20.'];
      return logSentences(snapshot, operator, Math.min(lines, mostLines));
    },
  },
];

/** The inquiry that a line is; null where it is none. */
export function inquiryOf(line: string): { inquiry: Inquiry; argument: string } | null {
  const [head, ...rest] = line.split(/\s+/);
  const inquiry = inquiries.find(({ word }) => word === head);
  if (inquiry === undefined) return null;
  // `agents 20` is the command of that name.
  if (inquiry.usage === '' && rest.length > 0) return null;
  return { inquiry, argument: rest.join(' ') };
}

function agents({ snapshot, type }: Asking): readonly string[] | Menu {
  const counts = agentCountsSentence(snapshot);
  const listed = needyAgents(snapshot, mostListed);
  if (listed.length === 0) return [counts, 'No agent needs attention.'];
  const left = needyCount(snapshot) - listed.length;
  const more = left > 0 ? `, and ${count(left)} more that are not listed` : '';
  return new Menu(
    [counts, sentence(`${plural(listed.length, 'agent needs', 'agents need')} attention${more}`)],
    listed.map((each) => ({
      word: agentWords(snapshot, each),
      says: '',
      pick: () => type(`agent ${agentName(snapshot, each)}`),
    })),
  );
}

/** Whose number is typed is told with its arguments, and asked for a yes. */
function asks({ snapshot, type }: Asking): readonly string[] | Menu {
  const { asked, t } = snapshot;
  if (asked.length === 0) return ['No tool asks.'];
  const left = asked.length - mostListed;
  const more = left > 0 ? `, and ${count(left)} more that are not listed` : '';
  return new Menu(
    [sentence(`${plural(asked.length, 'call asks', 'calls ask')} whether to run${more}`)],
    asked.slice(0, mostListed).map((call) => {
      const name = agentName(snapshot, call.agent);
      return {
        word: `${name}: ${call.tool}, for ${timeWords(t - call.t)}`,
        says: '',
        pick: () => type(`allow ${name}`),
      };
    }),
  );
}

function agent({ run, snapshot, operator, argument }: Asking): readonly string[] {
  const found = agentNamed(snapshot, argument);
  if (found >= 0) return agentSentences(run, snapshot, operator, found);
  const example = `agent ${agentName(snapshot, 0)}`;
  if (argument === '') return [sentence(`say which agent, as ${example}`)];
  return [sentence(`there is no agent ${argument}; they are named as ${agentName(snapshot, 0)}`)];
}

/** Each group can be tried once more by its number. */
function failures({ snapshot, type }: Asking): readonly string[] | Menu {
  const groups = failureGroups(snapshot);
  const sums = failureSentences(snapshot);
  if (groups.length === 0) return sums;
  return new Menu(
    [...sums, 'By reason, of the last events. A number tries those of its class once more:'],
    groups.slice(0, mostListed).map(({ words, tasks, retry }) => ({
      word: `${plural(tasks, 'task')}: ${words}`,
      says: '',
      pick: () => type(retry),
    })),
  );
}
