import type { ConsoleSettings } from '../../src/settings/console-settings.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { asciiText } from '../painter/ascii.ts';
import { percent } from '../parts/format.ts';
import { isOver, phaseLooks } from '../parts/phase-look.ts';
import { Attention, type Message } from './attention.ts';
import {
  notificationSequence,
  ProgressState,
  progressSequence,
  throughTmux,
  titleSequence,
} from './osc.ts';
import type { TerminalOutput } from './terminal-output.ts';
import type { NotificationKind, TerminalTalents } from './terminal-talents.ts';

interface HeraldParts {
  readonly talents: TerminalTalents;
  readonly settings: ConsoleSettings;
  readonly asciiOnly: boolean;
  readonly output: Pick<TerminalOutput, 'ready' | 'send'>;
}

const everyMs = 1_000;
const bell = '\x07';

/** What the terminal says of the run besides its screen: title, progress, bell, desktop notifications. */
export class Herald {
  private readonly parts: HeraldParts;
  private readonly attention: Attention;
  private readonly notification: NotificationKind | null;
  private shown = '';
  private shownAt = Number.NEGATIVE_INFINITY;

  constructor(parts: HeraldParts) {
    this.parts = parts;
    const { notifications, notifyAfterSeconds } = parts.settings;
    this.attention = new Attention(notifyAfterSeconds * 1_000);
    this.notification =
      typeof notifications === 'string'
        ? notifications
        : notifications
          ? parts.talents.notification
          : null;
  }

  /**
   * @param snapshot null before there is a run
   * @param past its process has ended: what happened in it is no news
   * @param now ms; the title changes once a second at most
   */
  look(snapshot: RunSnapshot | null, past: boolean, now: number): void {
    if (snapshot !== null && !past) this.tell(snapshot);
    // A title that waits for its terminal is an old one by the time that it is shown.
    if (now - this.shownAt < everyMs || !this.parts.output.ready) return;
    const words = this.titleWords(snapshot) + this.progressWords(snapshot);
    if (words === this.shown) return;
    this.shown = words;
    this.shownAt = now;
    this.parts.output.send(words);
  }

  /** Somebody else had the terminal: what it says is said again. */
  again(): void {
    this.shown = '';
    this.shownAt = Number.NEGATIVE_INFINITY;
  }

  private tell(snapshot: RunSnapshot): void {
    const [first, ...others] = this.attention.look(snapshot);
    if (first === undefined) return;
    const more = others.length === 0 ? '' : ` · and ${others.length} more`;
    this.notify({ ...first, body: first.body + more });
  }

  private notify({ title, body }: Message): void {
    const { settings, talents, output } = this.parts;
    if (settings.bell) output.send(bell);
    if (this.notification === null) return;
    const sequence = notificationSequence(this.notification, title, body);
    output.send(talents.tmux ? throughTmux(sequence) : sequence);
  }

  private titleWords(snapshot: RunSnapshot | null): string {
    const { settings, talents, asciiOnly } = this.parts;
    if (!settings.title || !talents.title) return '';
    const words = snapshot === null ? 'swarmdeck' : titleOf(snapshot);
    return titleSequence(asciiOnly ? asciiText(words) : words);
  }

  private progressWords(snapshot: RunSnapshot | null): string {
    const { settings, talents } = this.parts;
    return settings.progress && talents.progress ? progressOf(snapshot) : '';
  }
}

/** `● 61 % cathedral · swarmdeck`; the state in capitals where it is not running, `2 ask` where tools do. */
export function titleOf({ phase, tasks, info, asked }: RunSnapshot): string {
  const share = tasks.total === 0 ? null : tasks.ended / tasks.total;
  const state = phase === 'RUNNING' ? '' : `${phase} `;
  const asks = asked.length === 0 ? '' : `${asked.length} ask · `;
  return `${phaseLooks[phase].mark} ${asks}${state}${percent(share)} % ${info.name} · swarmdeck`;
}

function progressOf(snapshot: RunSnapshot | null): string {
  if (snapshot === null || snapshot.tasks.total === 0) return progressSequence(ProgressState.none);
  const { phase, tasks, exitCode } = snapshot;
  const share = Math.min(100, Math.floor((100 * tasks.ended) / tasks.total));
  if (isOver(phase))
    return exitCode === 0
      ? progressSequence(ProgressState.none)
      : progressSequence(ProgressState.failed, share);
  return progressSequence(phase === 'RUNNING' ? ProgressState.going : ProgressState.waiting, share);
}
