import type { ConsensusOutcome } from '../../plan/consensus/consensus-outcome.ts';
import type { VoterOutcome } from '../../plan/consensus/question-count.ts';
import { count, duration, money, plural } from '../format.ts';
import { sanitized, sanitizedLines } from '../sanitized.ts';

type Question = ConsensusOutcome['questions'][number];

/** Questions that are told with their voters; more are told in a line each, and more than those counted. */
const mostWhole = 10;
const mostTold = 100;
/** Less than this is shown as nothing, and is not shown. */
const leastUsd = 0.00005;
/** Letters of an answer in a line. */
const mostOfLine = 72;

/** What a run decided: of each question the answer, how sure that is, and who said what in which time. */
export function consensusAnswers({ questions }: ConsensusOutcome): string {
  const whole = questions.length <= mostWhole;
  const told = questions.slice(0, mostTold).map(whole ? wholeQuestion : questionLine);
  const more = questions.length - told.length;
  const rest = more > 0 ? `and ${count(more)} more, in outcome.json\n` : '';
  return `\n${told.join(whole ? '\n' : '')}${rest}`;
}

/** The lines of the summary that a consensus has. */
export function consensusRows(outcome: ConsensusOutcome): [string, string][] {
  const { decided, undecided, asked, saved_calls, saved_usd, cut_calls } = outcome;
  const open = undecided > 0 ? `, ${count(undecided)} not` : '';
  const worth = saved_usd !== null && saved_usd >= leastUsd;
  const saving = worth ? `, about ${money(Math.round(saved_usd * 1e9))}` : '';
  const cut = cut_calls > 0 ? ` · ${plural(cut_calls, 'call')} cut` : '';
  return [
    ['decided', `${count(decided)} of ${plural(decided + undecided, 'question')}${open}`],
    ['saved', `${plural(saved_calls, 'call')} of ${count(asked + saved_calls)}${saving}${cut}`],
  ];
}

function wholeQuestion(question: Question): string {
  const { votes, dissent, voters, decided, answer } = question;
  const lines = [
    sanitized(question.question),
    '',
    ...indented(decided ? (answer ?? '') : 'undecided'),
    '',
    `  ${figures(question)}`,
    ...(decided ? dissent : votes).map(
      (group) =>
        `  ${decided ? 'dissent' : 'said'}  ${line(group.answer)}  ${plural(group.votes, 'vote')}`,
    ),
    ...voterLines(voters),
  ];
  return `${lines.join('\n')}\n`;
}

function questionLine(question: Question): string {
  const { id, decided, answer } = question;
  return `${sanitized(id)}  ${decided ? line(answer ?? '') : 'undecided'}  ${figures(question)}\n`;
}

/** `5 of 6 votes, confidence 83 % (44 to 97 %): more than half agree` */
function figures({ votes, confidence, interval, why }: Question): string {
  if (confidence === null || interval === null) return why;
  const valid = votes.reduce((sum, group) => sum + group.votes, 0);
  const [low, high] = interval.map((share) => Math.round(share * 100));
  const share = Math.round(confidence * 100);
  return `${count(votes[0].votes)} of ${plural(valid, 'vote')}, confidence ${share} % (${low} to ${high} %): ${why}`;
}

function voterLines(voters: readonly VoterOutcome[]): string[] {
  const asked = voters.filter(({ agent }) => agent !== null);
  const wide = (of: (voter: VoterOutcome) => string) =>
    Math.max(0, ...asked.map((voter) => of(voter).length));
  const task = wide((voter) => voter.task);
  const agent = wide((voter) => voter.agent ?? '');
  const spared = voters.length - asked.length;
  return [
    ...asked.map((voter) => {
      const time = voter.duration_ms === null ? '–' : duration(voter.duration_ms);
      const name = `${sanitized(voter.task.padEnd(task))}  ${(voter.agent ?? '').padEnd(agent)}`;
      return `  ${name}  ${time.padStart(6)}  ${saidBy(voter)}`;
    }),
    ...(spared > 0 ? [`  ${plural(spared, 'voter')} not asked`] : []),
  ];
}

function saidBy({ normalized, status, error }: VoterOutcome): string {
  if (normalized !== null) return line(normalized);
  const why = error === null ? '' : `: ${line(error)}`;
  return status === 'done' ? `no vote${why}` : `${status ?? 'not ended'}${why}`;
}

function indented(text: string): string[] {
  return sanitizedLines(text)
    .split('\n')
    .map((each) => `  ${each}`.trimEnd());
}

function line(text: string): string {
  const flat = sanitized(text).replace(/\s+/g, ' ').trim();
  return flat.length > mostOfLine ? `${flat.slice(0, mostOfLine - 1)}…` : flat;
}
