import { messageOf } from '../hands/commander.ts';
import type { LaunchChoices, PresetSummary } from '../launch-choices.ts';
import type { LiveRun } from '../live-run.ts';
import { presetSentence, previewSentences } from './launch-sentences.ts';
import { sentence } from './spoken.ts';
import type { Talk, Voice } from './talk.ts';

interface LaunchTalkParts {
  readonly choices: LaunchChoices;
  readonly voice: Voice;
  readonly leave: (exitCode: number | null) => void;
  readonly onRun: (run: LiveRun) => void;
}

/** How many tasks go first where a launch begins with a canary. */
const canaryTasks = 5;

const help = [
  'A number or a name chooses a preset and says what it would do; then Enter launches it.',
  'list: the presets once more.',
  `canary: the first ${canaryTasks} tasks alone, then a pause to hear what they gave; once more takes it back.`,
  'q: leave.',
];

/** The launch in words: presets as a numbered list, what one would do, and off it goes. */
export class LaunchTalk implements Talk {
  private readonly parts: LaunchTalkParts;
  private chosen: PresetSummary | null = null;
  private canary = false;
  private starting = false;

  constructor(parts: LaunchTalkParts) {
    this.parts = parts;
  }

  begin(): void {
    const { presets } = this.parts.choices;
    const own = presets.findIndex((preset) => preset.own);
    const lines = presets.map((preset, index) => `${index + 1}. ${presetSentence(preset)}`);
    if (own >= 0) lines.splice(own, 0, 'Your own:');
    this.parts.voice.say([
      'swarmdeck. Which preset?',
      ...lines,
      'Type a number or a name. h is help, q leaves.',
    ]);
  }

  line(text: string): void {
    const line = text.trim().replace(/^:\s*/, '');
    const { voice } = this.parts;
    if (this.starting) return voice.say(['It is being started. Ctrl C leaves.']);
    switch (line) {
      case '':
        return this.chosen === null ? this.chooseUsual() : this.launch(this.chosen);
      case 'h':
      case 'help':
      case '?':
        return voice.say(help);
      case 'q':
      case 'quit':
        return this.leave();
      case 'list':
        return this.begin();
      case 'canary':
      case 'y':
        return this.toggleCanary();
      default:
        return this.choose(line);
    }
  }

  interrupt(): void {
    this.parts.leave(null);
  }

  leave(): void {
    if (!this.starting) this.parts.leave(null);
  }

  tick(): void {}

  complete(line: string): [candidates: string[], typed: string] {
    const names = [...this.parts.choices.presets.map(({ name }) => name), 'help', 'list', 'canary'];
    return [names.filter((name) => name.startsWith(line)), line];
  }

  private chooseUsual(): void {
    const { presets, selected } = this.parts.choices;
    const usual = presets.find(({ name }) => name === selected) ?? presets[0];
    this.present(usual);
  }

  private choose(typed: string): void {
    const { presets } = this.parts.choices;
    const found = presets[Number(typed) - 1] ?? presets.find(({ name }) => name === typed);
    if (found !== undefined) return this.present(found);
    this.parts.voice.say([
      sentence(`there is no preset ${typed}`),
      `Type a number from 1 to ${presets.length}, or a name; list reads them once more.`,
    ]);
  }

  private present(preset: PresetSummary): void {
    const { choices, voice } = this.parts;
    const preview = choices.preview(preset.name);
    const launches = preview.problem === null;
    this.chosen = launches ? preset : null;
    voice.say([
      ...previewSentences(preset, preview, this.canary ? canaryTasks : null),
      launches ? 'Enter launches it. Another number or name chooses another.' : 'Choose another.',
    ]);
  }

  private toggleCanary(): void {
    this.canary = !this.canary;
    this.parts.voice.say([
      this.canary
        ? `Canary: the first ${canaryTasks} tasks alone, then a pause to hear what they gave.`
        : 'No canary: all tasks at once.',
    ]);
  }

  private launch({ name }: PresetSummary): void {
    const { choices, voice, onRun } = this.parts;
    this.starting = true;
    voice.say([`Starting ${name}.`]);
    choices.start(name, this.canary ? canaryTasks : null).then(onRun, (error: unknown) => {
      this.starting = false;
      voice.tell([sentence(messageOf(error))]);
    });
  }
}
