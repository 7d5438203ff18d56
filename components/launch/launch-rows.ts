import type { ConsoleState } from '../console-state.ts';
import { filterItem } from '../filter/filter-item.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Tone } from '../painter/style.ts';
import { plural, unknownMark } from '../parts/format.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { beforeLines } from './before-rows.ts';
import { concurrencyWords, detailLines } from './detail-rows.ts';
import { footLines } from './foot-rows.ts';
import { formHelpLines, formHelpTitle } from './form-help-rows.ts';
import { formLines, keptFields } from './form-rows.ts';
import { keptEntries, type LaunchEntry, launchEntries, selectedEntry } from './launch-entries.ts';
import { type Line, titleRule } from './line.ts';
import { listLines } from './list-rows.ts';
import { chosenRoute, routeLines } from './route-rows.ts';
import { workLine } from './work-rows.ts';

const sideBySide = 76;
const wide = 92;
const gap = 2;
/** Below, rules give way to what stands under them. */
const rowsForRules = 14;
const leastColumns = 36;
const leastRows = 8;

/** The launch screen below its title, at any size. */
export function drawLaunch(view: CellView, state: ConsoleState): void {
  const { columns, rows } = view;
  const entry = selectedEntry(state.launch, state.filters.launch);
  if (columns < leastColumns || rows < leastRows) return drawLeast(view, state, entry);
  const foot = footLines(state, columns);
  const before = beforeLines(state.launch, columns);
  const rules = rows >= rowsForRules;
  // What is asked may need the room of what is known.
  const room = rows - foot.length;
  const left = rules ? room - 6 : Math.floor(room / 3);
  const kept = before.slice(0, Math.max(0, Math.min(before.length, left)));
  const lower: Line[] = rules ? [titleRule('before you launch', columns), ...kept] : [...kept];
  const most = Math.max(1, rows - foot.length - lower.length);
  const beside = state.launch.field === null && columns >= sideBySide && rules;
  // Where there is more room than there is to say, what belongs together stays together.
  const body = beside ? Math.min(most, columnsHeight(state, entry, columns) + 1) : most;
  const upper = view.inner(0, 0, columns, body);
  if (state.launch.field !== null && entry !== null) drawForm(upper, state, entry);
  else if (beside) drawColumns(upper, state, entry);
  else drawOneColumn(upper, state, entry, rules);
  put(view.inner(0, body, columns, lower.length), lower);
  put(view.inner(0, rows - foot.length, columns, foot.length), foot);
}

function put(view: CellView, lines: readonly Line[]): void {
  lines.slice(0, view.rows).forEach((line, y) => {
    view.segments(0, y, line);
  });
}

const workRows = 3;

const listWidth = (columns: number) => (columns >= 100 ? 42 : columns >= wide ? 40 : 33);

/** Rows that show all there is of the presets and of the selected one. */
function columnsHeight(
  { launch, filters }: ConsoleState,
  entry: LaunchEntry | null,
  columns: number,
): number {
  const entries = keptEntries(launch, filters.launch);
  const own = entries.some(({ kind }) => kind === 'own') ? 1 : 0;
  const right = columns - listWidth(columns) - gap;
  const details = entry === null ? 0 : detailLines(entry, launch, right).length + 1;
  const routes = routeLines(launch.routes, launch.pull, right).length + 2;
  return Math.max(entries.length + own + 1 + workRows, details + routes);
}

/** Presets and work at the left; what the selected one means and the routes at the right. */
function drawColumns(view: CellView, state: ConsoleState, entry: LaunchEntry | null): void {
  const { columns, rows } = view;
  const { launch } = state;
  const width = listWidth(columns);
  const list = rows - workRows;
  put(view.inner(0, 0, width, list), presetBlock(state, width, list));
  put(view.inner(0, list, width, workRows), [
    [],
    titleRule('workload', width),
    workLine(launch, width),
  ]);
  const right = columns - width - gap;
  const side = view.inner(width + gap, 0, right, rows);
  if (entry === null) return;
  const routes = [titleRule('route', right), ...routeLines(launch.routes, launch.pull, right)];
  const details = [titleRule(oneLine(entry.label), right), ...detailLines(entry, launch, right)];
  // The routes give way last but for one of them: it says whether a launch can work at all.
  const room = Math.max(2, rows - Math.min(details.length + 1, Math.max(6, rows - routes.length)));
  const shown = routes.slice(0, room);
  put(side.inner(0, 0, right, rows - shown.length), details);
  put(side.inner(0, rows - shown.length, right, shown.length), shown);
}

function presetBlock({ launch, filters }: ConsoleState, width: number, rows: number): Line[] {
  const entries = keptEntries(launch, filters.launch);
  const all = launchEntries(launch).length;
  const right = filters.launch === undefined ? [] : filterItem(filters.launch, entries.length, all);
  return [titleRule('presets', width, { right }), ...listOf(launch, filters, width, rows - 1)];
}

function listOf(
  launch: ConsoleState['launch'],
  filters: ConsoleState['filters'],
  width: number,
  rows: number,
): Line[] {
  const entries = keptEntries(launch, filters.launch);
  if (entries.length === 0) return [[[' no preset is kept by the filter', Tone.dim]]];
  const selected = selectedEntry(launch, filters.launch)?.key;
  const agents = launch.look?.figures?.agents ?? null;
  return listLines(entries, { selected, agents, width, rows });
}

function drawOneColumn(
  view: CellView,
  state: ConsoleState,
  entry: LaunchEntry | null,
  rules: boolean,
): void {
  const { columns, rows } = view;
  const { launch, filters } = state;
  const route = chosenRoute(launch.routes);
  const facts: Line[] = [
    [[` ${figureWords(state)}`, Tone.fg]],
    workLine(launch, columns),
    ...(entry === null || route === null
      ? []
      : routeLines([route], launch.pull, columns).slice(0, 1)),
  ];
  const kept = facts.slice(0, Math.max(0, rows - 2));
  const room = rows - kept.length;
  const list = rules ? presetBlock(state, columns, room) : listOf(launch, filters, columns, room);
  put(view.inner(0, 0, columns, room), list);
  put(view.inner(0, room, columns, kept.length), kept);
}

function figureWords({ launch }: ConsoleState): string {
  const figures = launch.look?.figures;
  if (!figures) return unknownMark;
  const { agents, concurrency, pool, batch } = figures;
  return `${plural(agents, 'agent')} · ${concurrencyWords(concurrency)} at once · pool ${pool} · batch ${batch}`;
}

/** The settings at the left, what is said of one of them at the right, or below where it is narrow. */
function drawForm(view: CellView, state: ConsoleState, entry: LaunchEntry): void {
  const { columns, rows } = view;
  const { launch, filters } = state;
  const filter = filters.settings;
  const side = columns >= wide;
  const left = side ? Math.max(54, Math.floor(columns * 0.58)) : columns;
  const right = columns - left - gap;
  const help = formHelpLines(launch, entry, side ? right : columns);
  const below = side ? 0 : Math.min(help.length, 3, Math.max(0, rows - 4));
  const changed = Object.keys(entry.changes).length;
  const title = titleRule(`settings · ${oneLine(entry.label)}`, left, {
    style: Tone.accent,
    right:
      filter === undefined
        ? changed === 0
          ? []
          : [[`${changed} changed`, Tone.accent]]
        : filterItem(filter, keptFields(filter).length, keptFields(undefined).length),
  });
  const list = rows - below - 1;
  const fields = formLines({ launch, entry, filter, width: left, rows: list });
  put(view.inner(0, 0, left, rows - below), [title, ...fields]);
  if (side)
    put(view.inner(left + gap, 0, right, rows), [titleRule(formHelpTitle(launch), right), ...help]);
  else put(view.inner(0, rows - below, columns, below), help);
}

/** Where there is no room for more than what would be launched, and the wish for more. */
function drawLeast(view: CellView, state: ConsoleState, entry: LaunchEntry | null): void {
  const { launch } = state;
  const said = launch.error ?? launch.look?.problem ?? null;
  const lines: Line[] = [
    [
      [' › ', Tone.accent],
      [oneLine(entry?.label ?? unknownMark), Tone.fg],
    ],
    [[` ${figureWords(state)}`, Tone.fg]],
    ...(said === null ? [] : [[[` ${oneLine(said)}`, Tone.warn]] as Line]),
    [[' enlarge the terminal to see more', Tone.dim]],
  ];
  const foot = footLines(state, view.columns);
  put(view, [...lines.slice(0, Math.max(0, view.rows - foot.length)), ...foot]);
}
