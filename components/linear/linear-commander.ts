import type { Acknowledgement, Command } from '../../src/engine/commands/command.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { type Asked, askedWords, isSettled } from '../hands/asked.ts';
import { messageOf } from '../hands/commander.ts';
import type { LiveRun } from '../live-run.ts';
import { sentence } from './spoken.ts';
import type { Voice } from './talk.ts';

interface CommanderParts {
  readonly run: LiveRun;
  readonly operator: string;
  readonly voice: Voice;
  /** What has happened since is the effect of a command that was just answered. */
  readonly onEffect: () => void;
}

/**
 * Asks a run for things, and says what was done once the run's own events say that it is so; until
 * then it was asked, and no more.
 */
export class LinearCommander {
  private readonly parts: CommanderParts;
  private asked: Asked | null = null;

  constructor(parts: CommanderParts) {
    this.parts = parts;
  }

  /** @param quiet whoever asks says himself why it was refused */
  ask(command: Command, quiet = false): Acknowledgement | Promise<Acknowledgement> {
    const { run, operator } = this.parts;
    const since = run.snapshot().notable.count;
    this.asked = { command, id: null, since, effect: null };
    const answer = run.command(command, { by: operator });
    if (!(answer instanceof Promise)) {
      const given = this.answered(command, answer, quiet);
      if (given.ok) this.parts.onEffect();
      return given;
    }
    this.parts.voice.say([sentence(`asked: ${askedWords({ command })}`)]);
    return answer.then(
      (given) => this.answered(command, given, quiet),
      (error: unknown) =>
        this.answered(command, { ok: false, id: 0, reason: messageOf(error) }, quiet),
    );
  }

  /** Says what a command did that is the console's own. */
  tell(text: string): void {
    this.parts.voice.say([sentence(text)]);
  }

  /** Says what was done where the run shows it by now. */
  observe(snapshot: RunSnapshot): void {
    if (this.asked === null || !isSettled(this.asked, snapshot)) return;
    const { effect } = this.asked;
    if (effect === null) return;
    this.asked = null;
    this.parts.voice.tell([sentence(effect)]);
  }

  private answered(command: Command, answer: Acknowledgement, quiet: boolean): Acknowledgement {
    const { run, voice } = this.parts;
    const pending = this.asked;
    if (!answer.ok) {
      if (pending?.command === command) this.asked = null;
      if (!quiet) voice.say([sentence(`${askedWords({ command })} refused: ${answer.reason}`)]);
      return answer;
    }
    if (pending?.command !== command) return answer;
    this.asked = { ...pending, id: answer.id, effect: answer.effect };
    if (isSettled(this.asked, run.snapshot())) {
      this.asked = null;
      voice.say([sentence(answer.effect)]);
    } else voice.say([sentence(`asked: ${askedWords({ command })}`)]);
    return answer;
  }
}
