import { Box } from 'ink';
import type { ReactNode } from 'react';
import { commandCatalogue } from '../../src/engine/commands/command-catalogue.ts';
import { agentStateNames } from '../../src/state/agent-state.ts';
import { useConsole } from '../console-store.ts';
import { stateLooks } from '../glyphs.ts';
import { helpSections } from '../keys/keymap.ts';
import { useStage } from '../painter/painted.tsx';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { Styled } from '../parts/styled.tsx';

const keysWidth = 12;
/** What the longest line takes, its blank at the left included. */
export const helpLineWidth = 59;
const gap = 2;

type Line = readonly Segment[];

/** The help as lines, made of the keymap, the commands and the states of an agent. */
export function helpLines(asciiOnly: boolean): Line[] {
  const sections = helpSections().map(({ title, entries }) => [
    heading(title),
    ...entries.map(({ keys, does }) => entry(keys, does)),
  ]);
  // What is looked up most stands before what explains itself once it is there.
  const [run, agents, everywhere, prompt, ...others] = sections;
  const order = [run, agents, everywhere, signs(asciiOnly), prompt, commands(), ...others];
  return order.flatMap((section) => [...section, []]);
}

function heading(title: string): Line {
  return [[title, Attribute.bold]];
}

function entry(what: string, means: string): Line {
  return [
    [` ${what.padEnd(keysWidth)}`, Tone.accent],
    [means, Tone.fg],
  ];
}

function commands(): Line[] {
  return [heading('commands'), ...commandCatalogue.map(({ word, says }) => entry(word, says))];
}

function signs(asciiOnly: boolean): Line[] {
  const states = agentStateNames.map((name): Line => {
    const look = stateLooks[name];
    return [
      [' ', Tone.fg],
      [asciiOnly ? look.ascii : look.unicode, look.style],
      [` ${name.padEnd(keysWidth - 2)}`, Tone.fg],
      [look.means, Tone.dim],
    ];
  });
  const figures = [
    ['–', 'is not known'],
    ['~', 'is an estimate'],
    ['→', 'was asked and is not so yet'],
  ];
  const marks = figures.map(
    ([mark, means]): Line => [
      [` ${mark.padEnd(keysWidth)}`, Tone.fg],
      [means, Tone.dim],
    ],
  );
  return [heading('signs'), ...states, ...marks];
}

/** What every key does, every command and every sign; in as many columns as fit, and scrolls. */
export function HelpScreen(): ReactNode {
  const columns = useConsole((state) => state.columns);
  const rows = useConsole((state) => state.rows);
  const scroll = useConsole((state) => state.scroll);
  const lines = helpLines(useStage().asciiOnly);
  const room = Math.max(1, rows - 2);
  const side = Math.max(1, Math.floor((columns + gap) / (helpLineWidth + gap)));
  const from = Math.max(0, Math.min(scroll, lines.length - room * side));
  const more = lines.length > room * side ? '  ↑ ↓ scroll' : '';
  const title = ' swarmdeck help ';
  const rule = `─${title}${'─'.repeat(Math.max(0, columns - title.length - 1))}`;
  const width = Math.floor((columns - 1) / side);
  return (
    <Box flexDirection="column" height={rows}>
      <Styled of={[[rule, Tone.accent]]} />
      <Box flexGrow={1} paddingLeft={1} overflow="hidden">
        {Array.from({ length: side }, (_, column) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column has no other name than its place
          <Box key={column} width={width} flexShrink={0}>
            <Lines of={lines.slice(from + column * room, from + (column + 1) * room)} />
          </Box>
        ))}
      </Box>
      <Styled
        of={[
          [' Esc', Tone.accent],
          [` back${more}`, Tone.dim],
        ]}
      />
    </Box>
  );
}

function Lines({ of }: { of: readonly Line[] }): ReactNode {
  return (
    <Box flexDirection="column" flexShrink={0}>
      {of.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name than its place
        <Styled key={index} of={line} />
      ))}
    </Box>
  );
}
