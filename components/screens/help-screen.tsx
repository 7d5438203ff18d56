import { Box } from 'ink';
import type { ReactNode } from 'react';
import { agentStateNames } from '../../src/state/agent-state.ts';
import { useConsole } from '../console-store.ts';
import { stateLooks } from '../glyphs.ts';
import { helpSections } from '../keymap.ts';
import { useStage } from '../painter/painted.tsx';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { Styled } from '../parts/styled.tsx';

const keysWidth = 11;
const twoColumns = 100;

type Line = readonly Segment[];

/** The help as lines, made of the keymap and of the states of an agent. */
export function helpLines(asciiOnly: boolean): { readonly keys: Line[]; readonly states: Line[] } {
  const keys: Line[] = [];
  for (const section of helpSections()) {
    keys.push([[section.title, Attribute.bold]]);
    for (const entry of section.entries)
      keys.push([
        [` ${entry.keys.padEnd(keysWidth)}`, Tone.accent],
        [entry.does, Tone.fg],
      ]);
    keys.push([]);
  }
  const states: Line[] = [[['agents', Attribute.bold]]];
  for (const name of agentStateNames) {
    const look = stateLooks[name];
    states.push([
      [' ', Tone.fg],
      [asciiOnly ? look.ascii : look.unicode, look.style],
      [' ', Tone.fg],
      [name.padEnd(keysWidth), Tone.fg],
      [look.means, Tone.dim],
    ]);
  }
  states.push(
    [],
    [['figures', Attribute.bold]],
    [
      [' –', Tone.fg],
      ['  is not known', Tone.dim],
    ],
    [
      [' ~', Tone.fg],
      ['  is an estimate', Tone.dim],
    ],
    [
      [' →', Tone.fg],
      ['  was asked and is not so yet', Tone.dim],
    ],
  );
  return { keys, states };
}

/** What every key does and what every sign means; scrolls where it does not fit. */
export function HelpScreen(): ReactNode {
  const columns = useConsole((state) => state.columns);
  const rows = useConsole((state) => state.rows);
  const scroll = useConsole((state) => state.scroll);
  const { keys, states } = helpLines(useStage().asciiOnly);
  const room = Math.max(1, rows - 2);
  const side = columns >= twoColumns;
  const lines = side ? keys : [...keys, ...states];
  const from = Math.max(0, Math.min(scroll, lines.length - room));
  const more = lines.length > room ? '  ↑ ↓ scroll' : '';
  const title = ' swarmdeck help ';
  const rule = `─${title}${'─'.repeat(Math.max(0, columns - title.length - 1))}`;
  return (
    <Box flexDirection="column" height={rows}>
      <Styled of={[[rule, Tone.accent]]} />
      <Box flexGrow={1} columnGap={4} paddingLeft={1} overflow="hidden">
        <Lines of={lines.slice(from, from + room)} />
        {side && <Lines of={states.slice(0, room)} />}
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
