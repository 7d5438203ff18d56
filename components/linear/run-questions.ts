import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { LiveRun } from '../live-run.ts';
import { isOver } from '../parts/phase-look.ts';
import type { LinearCommander } from './linear-commander.ts';
import type { Menu } from './menu.ts';
import { canaryMenu, stopMenu } from './question-menus.ts';
import type { Voice } from './talk.ts';

interface QuestionParts {
  readonly run: LiveRun;
  readonly commander: LinearCommander;
  readonly voice: Voice;
  readonly leave: (exitCode: number | null) => void;
  readonly leaveAtEnd: boolean;
}

/** What is asked before it is done, and what the answers do. Until it is answered a question takes every line. */
export class RunQuestions {
  private readonly parts: QuestionParts;
  private leaveAtEnd: boolean;
  private open: Menu | null = null;
  /** What the open question is about, where more than its answers hangs on it. */
  private about: 'interrupt' | 'canary' | null = null;
  /** The question about the canary has not been asked yet. */
  private canaryIsNew = true;

  constructor(parts: QuestionParts) {
    this.parts = parts;
    this.leaveAtEnd = parts.leaveAtEnd;
  }

  get isOpen(): boolean {
    return this.open !== null;
  }

  /** @returns whether the line went to a question */
  answer(line: string): boolean {
    const { open } = this;
    if (open === null) return false;
    if (!open.pick(line)) this.parts.voice.say([...open.lines(), open.hint()]);
    return true;
  }

  /** Puts a question, or takes the open one back. */
  put(question: Menu | null): void {
    this.about = null;
    this.open = question;
    if (question !== null) this.parts.voice.say([...question.lines(), question.hint()]);
  }

  /** Asks how to stop. */
  stop(): void {
    if (!this.isRunning()) return this.sayOver();
    this.put(this.stopMenu(false));
  }

  /** Leaves; asks while the run lives. */
  leave(): void {
    const { exitCode } = this.parts.run.snapshot();
    if (this.isRunning()) this.put(this.stopMenu(true));
    else this.parts.leave(exitCode);
  }

  /** Asks how to stop; a second time it stops now. */
  interrupt(): void {
    const { phase, exitCode } = this.parts.run.snapshot();
    if (!this.isRunning()) return this.parts.leave(exitCode);
    if (this.about === 'interrupt' || phase === 'DRAINING' || phase === 'STOPPING')
      return this.choose('now', false);
    this.put(this.stopMenu(false));
    this.about = 'interrupt';
    this.parts.voice.say(['Ctrl C again stops now.']);
  }

  observe(snapshot: RunSnapshot): void {
    if (!this.isRunning(snapshot)) {
      this.open = null;
      if (this.leaveAtEnd) this.parts.leave(snapshot.exitCode);
      return;
    }
    const { phase, phaseReason } = snapshot;
    const atCanary = phase === 'PAUSED' && (phaseReason?.startsWith('canary') ?? false);
    if (atCanary) this.askAboutCanary(snapshot);
    else if (this.about === 'canary') this.put(null);
  }

  private isRunning(snapshot = this.parts.run.snapshot()): boolean {
    return !this.parts.run.past && !isOver(snapshot.phase);
  }

  private sayOver(): void {
    this.parts.voice.say(['The run is over. q leaves.']);
  }

  private stopMenu(leaving: boolean): Menu {
    return stopMenu(this.parts.run.snapshot(), leaving, (mode) => this.choose(mode, leaving));
  }

  private choose(mode: 'drain' | 'now' | null, leaving: boolean): void {
    this.put(null);
    if (mode === null) return this.parts.voice.say(['The run goes on.']);
    if (leaving) this.leaveAtEnd = true;
    this.parts.commander.ask({ type: 'stop', mode });
  }

  /** Asked once, when nothing else is being asked or typed. */
  private askAboutCanary(snapshot: RunSnapshot): void {
    const { run, voice, commander } = this.parts;
    if (!this.canaryIsNew || this.open !== null || voice.isTyping) return;
    this.canaryIsNew = false;
    const question = canaryMenu(run, snapshot, (goes) => {
      this.put(null);
      if (goes === 'on') commander.ask({ type: 'resume' });
      else if (goes === 'stop') commander.ask({ type: 'stop', mode: 'drain' });
      else voice.say(['The run stays paused; resume goes on.']);
    });
    this.put(question);
    this.about = 'canary';
  }
}
