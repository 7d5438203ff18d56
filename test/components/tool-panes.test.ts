import { expect, test } from 'vitest';
import { parseFilter } from '../../components/filter/filter.ts';
import { Tone, toneOf } from '../../components/painter/style.ts';
import { statusWords } from '../../components/panes/agent-card.ts';
import { agentStyle } from '../../components/panes/agent-style.ts';
import { AgentsKept } from '../../components/panes/agents-kept.ts';
import { drawAgents } from '../../components/panes/agents-rows.ts';
import { drawCounts, drawHeader } from '../../components/panes/header-rows.ts';
import { drawLimits } from '../../components/panes/limits-rows.ts';
import { drawLog } from '../../components/panes/log-rows.ts';
import { subjectOf } from '../../components/panes/log-subject.ts';
import { newLogView } from '../../components/panes/log-view.ts';
import { drawQueue, drawQueueLine } from '../../components/panes/queue-rows.ts';
import { AgentState } from '../../src/state/agent-state.ts';
import { previewWords } from '../../src/state/selection/preview-words.ts';
import { resolveSelection } from '../../src/state/selection/resolve-selection.ts';
import { previewSelection } from '../../src/state/selection/selection-preview.ts';
import { sampleOf } from '../helpers/sample-event.ts';
import { agentsOf, drawn, sceneOf } from './draw.ts';
import { FixtureTools } from './fixture-tools.ts';
import { RunFixture } from './run-fixture.ts';

/** Three agents: the first in http_get for 4 s, the second asks for shell, the third in a call. */
function inTools() {
  const run = new RunFixture({ roles: { kaoz: 3 }, faults: 0, tasks: 60 }).advance(1_000);
  const first = new FixtureTools(run, 0, [
    { id: 'a', tool: 'http_get' },
    { id: 'b', tool: 'search' },
  ]).starts('a', 'http_get');
  const second = new FixtureTools(run, 1, [{ id: 'c', tool: 'shell' }]);
  second.asks('c', 'shell', { command: 'ls' });
  run.t += 4_000;
  return { run, first, second };
}

test('the list names the tool that an agent is at, and says where one asks', () => {
  const snapshot = inTools().run.snapshot();
  const agents = agentsOf(snapshot, { look: 'list' });
  const rows = drawn(drawAgents, sceneOf(snapshot, { agents, focus: 'agents' }), 100, 5);
  expect(rows[0]).toMatch(/─ 1 agents ─+ .*◆ 2 in tools ─$/);
  expect(rows[2]).toMatch(/^ kaoz_0 +◆ http_get \+1 +p-\d+ /);
  expect(rows[3]).toMatch(/^ kaoz_1 +◆ asks shell +p-\d+ /);
  const wide = drawn(drawAgents, sceneOf(snapshot, { agents, focus: 'agents' }), 150, 5);
  expect(wide[2]).toMatch(/^ kaoz_0 +◆ tool http_get \+1 +p-\d+ /);
  expect(statusWords(snapshot, 0)).toMatch(/^http_get and 1 more \d\.\ds$/);
  expect(statusWords(snapshot, 1)).toBe('asks for shell 4.0s');
  const { tool } = AgentState;
  expect(toneOf(agentStyle(snapshot, tool, 0))).toBe(Tone.tool);
  expect(toneOf(agentStyle(snapshot, tool, 1))).toBe(Tone.warn);
});

test('cards have room for what asks', () => {
  const { run } = inTools();
  const rows = drawn(drawAgents, sceneOf(run.snapshot()), 60, 6);
  expect(rows.join('\n')).toMatch(/kaoz_0 +◆ http_get \+1 +/);
  expect(rows.join('\n')).toMatch(/kaoz_1 +◆ asks shell +/);
});

test('a filter finds agents by the tool that they are at', () => {
  const { run } = inTools();
  const parsed = parseFilter('shell', 'agents');
  if (!parsed.ok || parsed.filter === null) throw new Error('no filter');
  expect([...new AgentsKept(run).of(parsed.filter, run.snapshot())]).toEqual([0, 1, 0]);
});

test('a selection by status takes the tasks whose tools run or ask, and a preview counts them', () => {
  const { run, first, second } = inTools();
  const facts = { state: run.state, taskId: String, tagsOf: () => [], workflowOf: () => null };
  const found = resolveSelection('status:tool', facts, run.t);
  const tasks = found.ok ? found.tasks : [];
  expect([...tasks].sort()).toEqual([first.task, second.task].sort());
  expect(previewWords(previewSelection(tasks, run.state))).toMatch(/^2 tasks, all tool · /);
  const inCall = resolveSelection('status:running', facts, run.t);
  expect(inCall.ok && inCall.tasks).toEqual([run.state.agents.task[2]]);
  expect(run.completeSelection('status:to', 9)).toEqual(['status:tool']);
});

test('what is in tools is counted beside the queue and in the smallest header', () => {
  const scene = sceneOf(inTools().run.snapshot());
  expect(drawn(drawQueue, scene, 50, 4).join('\n')).toMatch(/ 2 in tools$/m);
  expect(drawn(drawQueueLine, scene, 80, 1)[0]).toMatch(/ 2 in tools +limits/);
  expect(drawn(drawCounts, scene, 58, 1)[0]).toMatch(/ wait 2 in tools$/);
});

test('tools hold a run by their name, in its header and over the whole run', () => {
  const { run } = inTools();
  for (let second = 6; second < 16; second++) {
    run.t = 1_000 * second;
    run.emit(sampleOf({ bounds: [{ by: 'tool', route: -1, detail: '', share: 1 }] }));
  }
  const scene = sceneOf(run.snapshot());
  expect(drawn(drawHeader, scene, 120, 5)[2]).toMatch(
    /^ held by {2}tools, 2 tasks wait for theirs, 100 % of the last \d+ s · 1 call asks for your word$/,
  );
  expect(drawn(drawLimits, scene, 100, 24).join('\n')).toMatch(
    / 9\d % +tools that ran or asked +14s, 1 time$/m,
  );
});

const log = (run: RunFixture, rows = 8, errorsOnly = false) =>
  drawn(
    drawLog,
    sceneOf(run.snapshot(), { log: { ...newLogView, errorsOnly }, focus: 'log' }),
    100,
    rows,
  ).slice(1);

test('the log says what asks, what was said to it, and which calls gave nothing', () => {
  const { run, first, second } = inTools();
  run.command({ type: 'allow', selection: { tasks: [second.task] } }, { by: 'mo' });
  first.ends('a', 'http_get', 'timeout', 'no answer within 30 s').ends('b', 'search');
  const rows = log(run);
  expect(rows[0]).toMatch(/ kaoz_0 +http_get timeout after 0\.30s · no answer within 30 s$/);
  expect(rows[1]).toMatch(/ you +shell allowed · kaoz_1$/);
  expect(rows[2]).toMatch(/ kaoz_1 +asks for shell · \{"command":"ls"\}$/);
  // A result is no news, and neither is the command besides what came of it.
  expect(rows.join('\n')).not.toMatch(/search|allow kaoz/);
  expect(log(run, 8, true).filter((row) => row !== '')).toHaveLength(2);
  const [{ event }] = run.snapshot().notable.newest(1);
  expect(subjectOf(event)).toEqual({ agent: 0, task: first.task });
});

test('questions and failures of one kind in a row are a line', () => {
  const run = new RunFixture({ roles: { kaoz: 6 }, faults: 0, tasks: 60 }).advance(1_000);
  const all = [0, 1, 2, 3].map(
    (agent) => new FixtureTools(run, agent, [{ id: 'a', tool: 'shell' }]),
  );
  for (const tools of all) tools.asks('a', 'shell', { command: 'ls' });
  expect(log(run)[0]).toMatch(/ 4 agents +ask for shell$/);
  run.command({ type: 'refuse', selection: { query: 'all' } }, { by: 'mo' });
  expect(log(run)[0]).toMatch(/ you +4 calls of shell refused$/);
  for (const tools of all) tools.ends('a', 'shell', 'refused', 'the operator refused it');
  expect(log(run)[0]).toMatch(/ 4 agents +shell refused, 4 calls · the operator refused it$/);
});
