import type { Command } from '../../src/engine/commands/command.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { factsOf } from '../console-state.ts';
import type { ConsoleStore } from '../console-store.ts';
import type { Actions } from '../keys/binding.ts';
import type { QuestionAction } from '../keys/question-keys.ts';
import type { LiveRun } from '../live-run.ts';
import { isOver } from '../parts/phase-look.ts';
import type { Commander } from './commander.ts';

interface QuestionParts {
  readonly store: ConsoleStore;
  readonly run: () => LiveRun | null;
  /** The run that lives is to be seen, where one of the past is looked at in front of it. */
  readonly bringBack: () => void;
  readonly commander: () => Commander | null;
  readonly leave: (exitCode: number | null) => void;
}

/** Answers of a canary that are read: more of them no question shows. */
const answersRead = 100;

/** What the console asks before it does it, and what the answers do. */
export class QuestionHand {
  private readonly parts: QuestionParts;
  private leaveAtEnd: boolean;
  /** The question about the canary has not been asked yet. */
  private canaryIsNew = true;

  constructor(parts: QuestionParts, leaveAtEnd: boolean) {
    this.parts = parts;
    this.leaveAtEnd = leaveAtEnd;
  }

  readonly actions: Actions<QuestionAction> = {
    'ask-stop': () => this.open('stop'),
    'choose-drain': () => this.choose('drain'),
    'choose-now': () => this.choose('now'),
    yes: () => this.confirm(),
    'canary-go': () => this.answerCanary({ type: 'resume' }),
    'canary-stop': () => this.answerCanary({ type: 'stop', mode: 'drain' }),
    leave: () => this.leave(),
    interrupt: () => this.interrupt(),
  };

  /** Another run is shown: its questions have not been asked. */
  begin(): void {
    this.canaryIsNew = true;
  }

  observe(snapshot: RunSnapshot): void {
    const { facts, overlay, confirm } = this.parts.store.get();
    if (facts.over) {
      const ofRun = overlay !== 'confirm' || (confirm !== null && 'command' in confirm);
      if (overlay !== null && overlay !== 'help' && ofRun)
        this.parts.store.update({ overlay: null });
      if (this.leaveAtEnd && !facts.past) this.parts.leave(snapshot.exitCode);
    } else if (facts.atCanary) this.askAboutCanary(snapshot);
    else if (overlay === 'canary') this.parts.store.update({ overlay: null });
  }

  leave(): void {
    if (this.parts.store.get().launch.starting !== null) return;
    this.parts.bringBack();
    const run = this.parts.run();
    const snapshot = run === null || run.past ? null : run.snapshot();
    if (snapshot === null || isOver(snapshot.phase)) this.parts.leave(snapshot?.exitCode ?? null);
    else this.open('leave');
  }

  private choose(mode: 'drain' | 'now'): void {
    if (this.parts.store.get().overlay === 'leave') this.leaveAtEnd = true;
    this.parts.store.update({ overlay: null });
    this.parts.commander()?.ask({ type: 'stop', mode });
  }

  private confirm(): void {
    const { confirm } = this.parts.store.get();
    this.parts.store.update({ overlay: null, confirm: null });
    if (confirm === null) return;
    if ('then' in confirm) confirm.then();
    else this.parts.commander()?.ask(confirm.command);
  }

  /** Asked once, when nothing else is being asked or typed; the tasks that ended first are the plan's first. */
  private askAboutCanary({ canary }: RunSnapshot): void {
    const { overlay, prompt, filterLine } = this.parts.store.get();
    const typing = prompt !== null || filterLine !== null;
    if (!this.canaryIsNew || canary === null || overlay !== null || typing) return;
    this.canaryIsNew = false;
    const first = Array.from({ length: Math.min(canary.tasks, answersRead) }, (_, task) => task);
    this.parts.store.update({ answers: this.parts.run()?.answersOf(first) ?? [] });
    this.open('canary');
  }

  private answerCanary(command: Command): void {
    this.parts.store.update({ overlay: null, answers: [] });
    this.parts.commander()?.ask(command);
  }

  private interrupt(): void {
    this.parts.bringBack();
    const run = this.parts.run();
    const snapshot = run === null || run.past ? null : run.snapshot();
    if (snapshot === null || isOver(snapshot.phase)) {
      // Even while a run is being started: a start that hangs must not hold the terminal.
      this.parts.leave(snapshot?.exitCode ?? null);
      return;
    }
    const second = this.parts.store.get().overlay === 'interrupt';
    if (second || snapshot.phase === 'DRAINING' || snapshot.phase === 'STOPPING')
      this.choose('now');
    else this.open('interrupt');
  }

  /** Opens a question, with the figures of this moment. */
  private open(overlay: 'stop' | 'leave' | 'interrupt' | 'canary'): void {
    const run = this.parts.run();
    if (run === null) return;
    const facts = factsOf(run, this.parts.store.get().facts, true);
    this.parts.store.update({ overlay, facts });
  }
}
