import { Box } from 'ink';
import Spinner from 'ink-spinner';
import type { ReactNode } from 'react';
import { useConsole } from '../console-store.ts';
import { footerKeys } from '../keys/keymap.ts';
import type { LaunchChoices, LaunchPreview } from '../launch-choices.ts';
import { useStage } from '../painter/painted.tsx';
import { Attribute, Tone } from '../painter/style.ts';
import { Styled } from '../parts/styled.tsx';
import { detailLines, type Line, presetLines, previewLines } from './preset-lines.ts';

const sideBySide = 92;
const listWidth = 42;

/** Where a run begins: presets, what the selected one means, and what its launch would do. */
export function LaunchScreen({ launch }: { launch: LaunchChoices }): ReactNode {
  const columns = useConsole((state) => state.columns);
  const rows = useConsole((state) => state.rows);
  const selected = useConsole((state) => state.launch.selected);
  const error = useConsole((state) => state.launch.error);
  const canary = useConsole((state) => state.launch.canary);
  const preset = launch.presets[selected];
  if (!preset) return <Styled of={[[' there are no presets', Tone.fg]]} />;
  const preview = launch.preview(preset.name);
  const below = previewLines(preview, error, canary);
  const body = Math.max(3, rows - below.length - 5);
  const wide = columns >= sideBySide;
  const left = wide ? listWidth : columns;
  const right = columns - listWidth - 2;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Title columns={columns} preview={preview} />
      <Box columnGap={2} height={body} overflow="hidden">
        <Section
          title="presets"
          width={left}
          lines={presetLines(launch.presets, selected, left, body - 1)}
        />
        {wide && <Section title={preset.name} width={right} lines={detailLines(preset, right)} />}
      </Box>
      <Box marginTop={1} flexDirection="column">
        <Section title="before you launch" width={columns} lines={below} />
      </Box>
      <Box flexGrow={1} />
      <LaunchFooter />
    </Box>
  );
}

function Title({ columns, preview }: { columns: number; preview: LaunchPreview }): ReactNode {
  const words = preview.route.ready ? `${preview.route.name} ready` : preview.route.detail;
  return (
    <Box width={columns} justifyContent="space-between">
      <Styled of={[[' swarmdeck', Tone.accent | Attribute.bold]]} />
      <Styled
        of={[
          ['● ', preview.route.ready ? Tone.ok : Tone.warn],
          [`${words} `, Tone.fg],
        ]}
      />
    </Box>
  );
}

function Section({
  title,
  width,
  lines,
}: {
  title: string;
  width: number;
  lines: readonly Line[];
}): ReactNode {
  const rule = `${'─'.repeat(Math.max(0, width - title.length - 3))}`;
  return (
    <Box flexDirection="column" width={width} flexShrink={0}>
      <Styled
        of={[
          ['─ ', Tone.dim],
          [`${title} `, Tone.fg],
          [rule, Tone.dim],
        ]}
      />
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name than its place
        <Styled key={index} of={line} />
      ))}
    </Box>
  );
}

function LaunchFooter(): ReactNode {
  const starting = useConsole((state) => state.launch.starting);
  const { asciiOnly } = useStage();
  if (starting !== null)
    return (
      <Box columnGap={1} paddingLeft={1}>
        <Spinner type={asciiOnly ? 'line' : 'dots'} />
        <Styled of={[[`starting ${starting}`, Tone.fg]]} />
      </Box>
    );
  const keys = footerKeys(['launch', 'everywhere'], false);
  return (
    <Styled
      of={keys.flatMap(
        ({ keys: key, does }): Line => [
          [` ${key}`, Tone.accent],
          [` ${does} `, Tone.dim],
        ],
      )}
    />
  );
}
