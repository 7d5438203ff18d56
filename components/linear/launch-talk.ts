import { messageOf } from '../hands/commander.ts';
import type { LaunchChoices, PresetSummary } from '../launch-choices.ts';
import type { LiveRun } from '../live-run.ts';
import { LaunchDraft } from './launch-draft.ts';
import { lookSentences, presetSentence, routeSentence } from './launch-sentences.ts';
import { canaryTasks, launchHelp, launchWords, workOf } from './launch-words.ts';
import { sentence } from './spoken.ts';
import type { Talk, Voice } from './talk.ts';

interface LaunchTalkParts {
  readonly choices: LaunchChoices;
  readonly voice: Voice;
  readonly leave: (exitCode: number | null) => void;
  readonly onRun: (run: LiveRun) => void;
}

/** The launch in words: presets as a numbered list, what one would do, and off it goes. */
export class LaunchTalk implements Talk {
  private readonly parts: LaunchTalkParts;
  private readonly draft: LaunchDraft;
  /** What was said of it can be launched. */
  private ready = false;
  /** A launch waits for a yes. */
  private asked = false;
  private canary = false;
  private starting = false;

  constructor(parts: LaunchTalkParts) {
    this.parts = parts;
    this.draft = new LaunchDraft(parts.choices);
  }

  begin(): void {
    const { presets } = this.draft;
    const own = presets.findIndex((preset) => preset.own);
    const lines = presets.map((preset, index) => `${index + 1}. ${presetSentence(preset)}`);
    if (own >= 0) lines.splice(own, 0, 'Your own:');
    const { warning } = this.parts.choices;
    this.parts.voice.say([
      'swarmdeck. Which preset?',
      ...lines,
      ...(warning === null ? [] : [sentence(warning)]),
      'Type a number or a name. h is help, q leaves.',
    ]);
  }

  line(text: string): void {
    const line = text.trim().replace(/^:\s*/, '');
    const { voice } = this.parts;
    if (this.starting) return voice.say(['It is being started. Ctrl C leaves.']);
    if (this.asked) return this.answer(line);
    if (line === '') return this.ready ? this.launch() : this.chooseUsual();
    const [word, ...rest] = line.split(/\s+/);
    const typed = rest.join(' ');
    switch (word) {
      case 'h':
      case 'help':
      case '?':
        return voice.say(launchHelp);
      case 'q':
      case 'quit':
        return this.leave();
      case 'list':
        return this.begin();
      case 'routes':
        return voice.say(this.draft.routes.map(routeSentence));
      case 'canary':
      case 'y':
        return this.toggleCanary();
      case 'set':
        return this.change(() => this.draft.set(rest[0] ?? '', rest.slice(1).join(' ')));
      case 'save':
        return this.save(typed);
      case 'last':
        return this.change(() => this.takeLast());
    }
    const work = workOf(word, typed, this.draft.wish?.work ?? null);
    if (work !== null) this.change(() => this.draft.take(work));
    else this.choose(line);
  }

  interrupt(): void {
    this.end();
    this.parts.leave(null);
  }

  leave(): void {
    if (this.starting) return;
    this.end();
    this.parts.leave(null);
  }

  tick(): void {}

  complete(line: string): [candidates: string[], typed: string] {
    const names = [...this.draft.presets.map(({ name }) => name), ...launchWords];
    return [names.filter((name) => name.startsWith(line)), line];
  }

  private end(): void {
    this.draft.close();
  }

  private chooseUsual(): void {
    const { presets } = this.draft;
    const { selected } = this.parts.choices;
    this.draft.choose(presets.find(({ name }) => name === selected) ?? presets[0]);
    this.present();
  }

  private choose(typed: string): void {
    const { presets } = this.draft;
    const found: PresetSummary | undefined =
      presets[Number(typed) - 1] ?? presets.find(({ name }) => name === typed);
    if (found !== undefined) {
      this.draft.choose(found);
      return this.present();
    }
    this.parts.voice.say([
      sentence(`there is no preset ${typed}`),
      `Type a number from 1 to ${presets.length}, or a name; list reads them once more.`,
    ]);
  }

  /** Something of the draft becomes another, and what it would do now is said. */
  private change(work: () => void | Promise<void>): void {
    if (this.draft.wish === null) return this.parts.voice.say(['Choose a preset first.']);
    Promise.resolve()
      .then(work)
      .then(
        () => this.present(),
        (error: unknown) => this.parts.voice.say([sentence(messageOf(error))]),
      );
  }

  private async takeLast(): Promise<void> {
    const last = await this.parts.choices.lastWork();
    if (last === null) throw new Error('there is no run yet whose work could be taken');
    await this.draft.take(last.work);
  }

  private present(): void {
    const { voice } = this.parts;
    const { preset, routes } = this.draft;
    this.ready = false;
    this.draft.look().then((look) => {
      if (preset === null) return;
      this.ready = look.problem === null;
      voice.say([
        ...lookSentences(preset, look, routes, this.canary ? canaryTasks : null),
        this.ready
          ? 'Enter launches it. Another number or name chooses another.'
          : 'Choose another.',
      ]);
    });
  }

  private toggleCanary(): void {
    this.canary = !this.canary;
    this.parts.voice.say([
      this.canary
        ? `Canary: the first ${canaryTasks} tasks alone, then a pause to hear what they gave.`
        : 'No canary: all tasks at once.',
    ]);
  }

  private save(name: string): void {
    const { voice } = this.parts;
    if (name === '') return voice.say(['save takes the name of the preset.']);
    this.draft.save(name).then(
      (words) => voice.say([sentence(words)]),
      (error: unknown) => voice.say([sentence(messageOf(error))]),
    );
  }

  /** Asks first where it costs much, or nobody knows what. */
  private launch(): void {
    const { wish } = this.draft;
    if (wish === null) return;
    const { choices, voice } = this.parts;
    choices.question(wish).then(
      (question) => {
        if (question === null) return this.start();
        this.asked = true;
        voice.say([question.title, sentence(question.words), 'yes launches it, no leaves it.']);
      },
      (error: unknown) => this.failed(error),
    );
  }

  private answer(line: string): void {
    this.asked = false;
    if (line === 'yes' || line === 'y') this.start();
    else this.parts.voice.say(['Not launched.']);
  }

  private start(): void {
    const { choices, voice, onRun } = this.parts;
    const { wish } = this.draft;
    if (wish === null) return;
    this.starting = true;
    voice.say([`Starting ${wish.preset}.`]);
    choices.start(wish, this.canary ? canaryTasks : null).then(
      (run) => {
        this.end();
        onRun(run);
      },
      (error: unknown) => this.failed(error),
    );
  }

  private failed(error: unknown): void {
    this.starting = false;
    this.parts.voice.tell([sentence(messageOf(error))]);
  }
}
