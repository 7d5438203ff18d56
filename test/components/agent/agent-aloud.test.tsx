import { Box, renderToString } from 'ink';
import { expect, test } from 'vitest';
import { AgentScreen } from '../../../components/agent/agent-screen.tsx';
import { AgentWatch } from '../../../components/agent/agent-watch.ts';
import { factsOf, noFacts } from '../../../components/console-state.ts';
import { ConsoleStore, StoreContext } from '../../../components/console-store.ts';
import { initialState } from '../../../components/initial-state.ts';
import { type Stage, StageContext } from '../../../components/painter/painted.tsx';
import { sgrTable } from '../../../components/theme.ts';
import { sceneOf } from '../draw.ts';
import { environment, hundred } from '../open-console.ts';

/** The agent screen through Ink's own text, as a screen reader gets it. */
function rendered(columns: number, rows: number): string[] {
  const run = hundred();
  run.tasks.partial.set(run.state.agents.task[0], 'The harbour of 今日');
  const { stdin, stdout } = process;
  const state = {
    ...initialState({ run, stdin, stdout, env: environment }, columns, rows),
    screen: 'agent' as const,
    facts: factsOf(run, noFacts, true),
  };
  const looked = { ...state, agent: { ...state.agent, agent: 0 } };
  const snapshot = run.snapshot();
  const scene = sceneOf(snapshot, { agent: new AgentWatch(run).look(snapshot, looked) });
  const stage: Stage = {
    painter: null,
    scene: () => scene,
    sgr: sgrTable('dark', 0),
    asciiOnly: false,
  };
  const text = renderToString(
    <StoreContext.Provider value={new ConsoleStore(looked)}>
      <StageContext.Provider value={stage}>
        <Box width={columns} height={rows} flexDirection="column">
          <AgentScreen />
        </Box>
      </StageContext.Provider>
    </StoreContext.Provider>,
    { columns },
  );
  return text.replace(/\x1b\[[\d;]*m/g, '').split('\n');
}

test('without a painter the same rows are Ink text', () => {
  const lines = rendered(120, 40);
  expect(lines).toHaveLength(40);
  expect(lines[0]).toMatch(/^ kaoz_0 /);
  expect(lines[1]).toMatch(/^─ conversation ─+ {2}─ call ─.* attempt 1 of 6 ─$/);
  expect(lines.join('\n')).toContain('   The harbour of 今日');
});

test('a narrow screen has the lines about the call above the conversation', () => {
  const lines = rendered(80, 24);
  expect(lines[1]).toMatch(/^ attempt 1 of 6 · simulator\/small/);
  expect(lines[2]).toMatch(/^ connect 12ms · wait \S+ · stream \S+/);
  expect(lines[4]).toMatch(/^─ conversation ─+$/);
});
