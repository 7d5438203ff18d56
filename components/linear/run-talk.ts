import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { LiveRun } from '../live-run.ts';
import { isOver } from '../parts/phase-look.ts';
import { BeatNews } from './beat-news.ts';
import { CommandTalk } from './command-talk.ts';
import { helpEntries, helpMenu } from './help-menu.ts';
import { inquiryOf } from './inquiries.ts';
import { LinearCommander } from './linear-commander.ts';
import { Menu } from './menu.ts';
import { openingSentences } from './opening-sentences.ts';
import { Pace } from './pace.ts';
import { RunQuestions } from './run-questions.ts';
import { endSentences } from './status-sentences.ts';
import type { Talk, Voice } from './talk.ts';
import { UrgentNews } from './urgent-news.ts';

export interface RunTalkParts {
  readonly run: LiveRun;
  readonly operator: string;
  readonly voice: Voice;
  /** Leaves by itself when the run has ended. */
  readonly leaveAtEnd: boolean;
  readonly leave: (exitCode: number | null) => void;
}

/** A run in words: tells what changes, answers what is asked, and passes commands on. */
export class RunTalk implements Talk {
  private readonly parts: RunTalkParts;
  private readonly commander: LinearCommander;
  private readonly commands: CommandTalk;
  private readonly questions: RunQuestions;
  private readonly pace = new Pace();
  private readonly urgent: UrgentNews;
  private readonly beat: BeatNews;
  /** The list that was read last: a number picks from it. */
  private list: Menu | null = null;
  private endTold = false;

  constructor(parts: RunTalkParts) {
    this.parts = parts;
    const { run, operator, voice, leave, leaveAtEnd } = parts;
    const snapshot = run.snapshot();
    this.urgent = new UrgentNews(snapshot, operator);
    this.beat = new BeatNews(snapshot);
    this.commander = new LinearCommander({
      run,
      operator,
      voice,
      onEffect: () => voice.tell(this.urgent.look(run.snapshot(), true)),
    });
    const { commander } = this;
    this.questions = new RunQuestions({ run, commander, voice, leave, leaveAtEnd });
    const { questions } = this;
    this.commands = new CommandTalk({
      run,
      commander,
      voice,
      ask: (question) => questions.put(question),
      own: {
        stop: () => questions.stop(),
        help: () => this.show(helpMenu(voice, (line) => this.line(line))),
        quit: () => questions.leave(),
      },
    });
  }

  begin(): void {
    const { run, voice } = this.parts;
    const snapshot = run.snapshot();
    voice.say([
      ...openingSentences(snapshot),
      'Type help for what can be typed; an empty line says how the run stands.',
    ]);
  }

  line(text: string): void {
    const line = text.trim().replace(/^:\s*/, '');
    if (this.questions.answer(line)) return;
    const { run, operator, voice } = this.parts;
    if (/^\d+$/.test(line)) {
      const picked = this.list?.pick(line) ?? false;
      if (!picked) voice.say(['There is no list with that number. help lists what can be typed.']);
      return;
    }
    const pace = this.pace.take(line);
    const found = inquiryOf(line === '' ? 'status' : line);
    if (pace !== null) voice.say([pace]);
    else if (found !== null) {
      const { inquiry, argument } = found;
      const type = (typed: string) => this.line(typed);
      this.show(inquiry.answer({ run, snapshot: run.snapshot(), operator, argument, type }));
    } else this.commands.run(abbreviated(line));
  }

  interrupt(): void {
    this.questions.interrupt();
  }

  leave(): void {
    this.questions.leave();
  }

  tick(): void {
    const { run, voice } = this.parts;
    const snapshot = run.snapshot();
    const lines = this.urgent.look(snapshot);
    this.commander.observe(snapshot);
    // Who is typing or asked is told what is urgent, and the rest in one piece afterwards.
    const listens = !voice.isTyping && !this.questions.isOpen;
    if (listens && this.pace.isDue()) lines.push(...this.beat.look(snapshot));
    if (isOver(snapshot.phase)) lines.push(...this.end(snapshot));
    if (lines.length > 0) voice.tell(lines);
    this.questions.observe(snapshot);
  }

  complete(line: string): [candidates: string[], typed: string] {
    const [candidates, typed] = this.commands.complete(line);
    if (line.trim().includes(' ') || line.endsWith(' ')) return [candidates, typed];
    const words = helpEntries.map(({ word }) => word).filter((word) => word.startsWith(typed));
    return [[...new Set([...words, ...candidates])], typed];
  }

  /** What the run came to, once. */
  private end(snapshot: RunSnapshot): string[] {
    if (this.endTold) return [];
    this.endTold = true;
    return [...endSentences(snapshot, this.parts.operator), 'q leaves.'];
  }

  private show(answer: readonly string[] | Menu): void {
    if (!(answer instanceof Menu)) return this.parts.voice.say(answer);
    this.list = answer;
    this.parts.voice.say(answer.lines());
  }
}

/** What is typed most has a letter of its own. */
function abbreviated(line: string): string {
  if (line === 'q') return 'quit';
  return line === 'h' || line === '?' ? 'help' : line;
}
