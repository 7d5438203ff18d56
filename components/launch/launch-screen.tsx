import { Box } from 'ink';
import Spinner from 'ink-spinner';
import type { ReactNode } from 'react';
import { useConsole, useStore } from '../console-store.ts';
import { useStage } from '../painter/painted.tsx';
import { PaintedStore } from '../painter/painted-store.tsx';
import { Attribute, Tone } from '../painter/style.ts';
import { Styled } from '../parts/styled.tsx';
import { usePointer } from '../pointer/pointer.ts';
import { Pressable } from '../pointer/pressable.tsx';
import { oneLine } from '../terminal/sanitize.ts';
import { busyWords } from './busy-words.ts';
import { launchPressAt } from './launch-press.ts';
import { drawLaunch } from './launch-rows.ts';
import type { LaunchState } from './launch-state.ts';
import { chosenRoute } from './route-rows.ts';

/** Where a run begins: presets, what the selected one means, and what its launch would do. */
export function LaunchScreen(): ReactNode {
  const columns = useConsole((state) => state.columns);
  const rows = useConsole((state) => state.rows);
  const store = useStore();
  const pointer = usePointer();
  const height = Math.max(0, rows - 1);
  const press = (x: number, y: number) => {
    const state = store.get();
    const pressed = launchPressAt(state, columns, height, x, y);
    const { launch } = state;
    if (pressed?.kind === 'key') pointer?.key(pressed.name);
    // What is typed, or asked, has the keys and with them the hand.
    else if (pressed === null || launch.asked !== null || launch.dialog !== null) return;
    else if (pressed.kind === 'entry')
      store.update({ launch: { ...launch, selected: pressed.key, error: null } });
    else store.update({ launch: { ...launch, field: pressed.path, error: null } });
  };
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Title columns={columns} />
      <Pressable onPress={press} flexShrink={0}>
        <PaintedStore draw={drawLaunch} width={columns} height={height} />
      </Pressable>
    </Box>
  );
}

/** What goes on in the background turns a spinner; else it says how the route stands. */
function Title({ columns }: { columns: number }): ReactNode {
  const busy = useConsole(({ launch }) => busyWords(launch));
  const ready = useConsole(({ launch }) => chosenRoute(launch.routes)?.state === 'ready');
  const route = useConsole(({ launch }) => routeWords(launch));
  return (
    <Box width={columns} height={1} justifyContent="space-between" overflow="hidden">
      <Styled of={[[' swarmdeck', Tone.accent | Attribute.bold]]} />
      {busy === null ? (
        <Styled
          of={[
            [route === '' ? '' : '● ', ready ? Tone.ok : Tone.warn],
            [`${route} `, Tone.fg],
          ]}
        />
      ) : (
        <Busy words={busy} />
      )}
    </Box>
  );
}

function Busy({ words }: { words: string }): ReactNode {
  const { asciiOnly } = useStage();
  return (
    <Box columnGap={1}>
      <Spinner type={asciiOnly ? 'line' : 'dots'} />
      <Styled of={[[`${words} `, Tone.fg]]} />
    </Box>
  );
}

function routeWords({ routes }: LaunchState): string {
  const route = chosenRoute(routes);
  if (route === null) return '';
  return oneLine(`${route.name} ${route.state === 'ready' ? 'ready' : route.words}`);
}
