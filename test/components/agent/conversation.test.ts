import { expect, test } from 'vitest';
import { Conversation } from '../../../components/agent/conversation.ts';
import { drawConversation } from '../../../components/agent/conversation-rows.ts';
import { currentBlock, firstRow, layBlocks } from '../../../components/agent/text-block.ts';
import { CellBuffer } from '../../../components/painter/cell-buffer.ts';
import { CellView } from '../../../components/painter/cell-view.ts';
import { rowsOf } from '../../../components/painter/cells-to-text.ts';
import { Tone } from '../../../components/painter/style.ts';
import type { TaskRecord } from '../../../src/state/task-record.ts';
import { recordOf } from './records.ts';

const nothing = { partial: null, words: [], figures: [] };
const look = { t: 9_000, live: true, unfolded: () => false };
const lines = (count: number, word = 'line') =>
  Array.from({ length: count }, (_, i) => `${word} ${i}`).join('\n');

interface Shown {
  readonly columns?: number;
  readonly rows?: number;
  readonly top?: number | null;
  readonly toggled?: ReadonlySet<string>;
  readonly chosen?: string;
}

function shown(record: TaskRecord, options: Shown = {}, conversation = new Conversation()) {
  const { columns = 40, rows = 30, top = 0, toggled = new Set(), chosen = null } = options;
  const layout = layBlocks(
    conversation.blocks(record, nothing, { ...look, unfolded: (key) => toggled.has(key) }),
    toggled,
    columns,
  );
  const first = firstRow(layout, rows, top);
  const buffer = new CellBuffer(columns, rows);
  drawConversation(new CellView(buffer), layout, first, currentBlock(layout, first, rows, chosen));
  return rowsOf(buffer).map((row) => row.trimEnd());
}

test('a task that waits for others says why it has no messages yet, and nothing once it is done', () => {
  const waiting = { messages: [], answer: null, finishReason: null } as const;
  const blocked = shown(recordOf({ ...waiting, status: 'blocked' })).join(' ');
  expect(blocked).toMatch(/^ {2}not asked yet .*made of the +answers of the tasks that it needs/);
  expect(shown(recordOf({ ...waiting, status: 'skipped' })).join('')).toBe('');
});

test('messages stand by their roles, and the answer after them', () => {
  expect(shown(recordOf()).slice(0, 9)).toEqual([
    '  system                  14 characters',
    '   You are brief.',
    '',
    '  user                    15 characters',
    '   Name a harbour.',
    '',
    '  answer',
    '   Bergen.',
    '',
  ]);
});

test('a long message comes folded with the count of its lines, and the answer does not', () => {
  const messages = [{ role: 'user', content: lines(30) }];
  const record = recordOf({ messages, answer: lines(12, 'answer') });
  const rows = shown(record);
  expect(rows.slice(0, 7)).toEqual([
    '› user                   229 characters',
    '   line 0',
    '   line 1',
    '   line 2',
    '   line 3',
    '   … 26 more lines  Enter unfolds',
    '',
  ]);
  expect(rows).toContain('   answer 11');
  const unfolded = shown(record, { toggled: new Set(['7 message 0']), rows: 60 });
  expect(unfolded).toContain('   line 29');
  const folded = shown(record, { toggled: new Set(['7 answer']) });
  expect(folded).toContain('   … 8 more lines');
});

test('the end is followed unless a row is held', () => {
  const record = recordOf({ answer: lines(50, 'answer') });
  expect(shown(record, { rows: 10, top: null }).at(-1)).toBe('   answer 49');
  expect(shown(record, { rows: 10, top: 8 })[0]).toBe('   answer 1');
});

test('the cursor is on what was chosen while it is in view, else on what can be folded', () => {
  const messages = [
    { role: 'system', content: lines(20) },
    { role: 'user', content: lines(20) },
  ];
  const record = recordOf({ messages });
  expect(shown(record, {})[0]).toMatch(/^› system/);
  expect(shown(record, { chosen: '7 message 1' })[7]).toMatch(/^› user/);
  expect(shown(recordOf(), {}).join('')).not.toContain('›');
});

test('what went wrong in the end stands at the end', () => {
  const error = { class: 'content-filter', status: 400, message: '400: filtered' } as const;
  const rows = shown(recordOf({ status: 'failed', answer: null, finishReason: null, error }));
  expect(rows.slice(6, 8)).toEqual(['  end  content-filter 400', '   400: filtered']);
});

test('an answer that arrives is shown as far as it has come, with its state', () => {
  const words = [['● streaming', Tone.ok]] as const;
  const record = recordOf({ answer: null });
  const conversation = new Conversation();
  conversation.blocks(record, { partial: 'Ber', words, figures: [] }, look);
  const blocks = conversation.blocks(record, { partial: 'Bergen and', words, figures: [] }, look);
  const answer = blocks.at(-1);
  expect(answer?.heading.map(([text]) => text).join('')).toBe('answer  ● streaming');
  expect(answer?.text.rowCount(40)).toBe(1);
  expect(answer?.text.row(0)).toBe('Bergen and');
});

test('the texts of another task are broken anew, and those of the same one are not', () => {
  const conversation = new Conversation();
  const [before] = conversation.blocks(recordOf(), nothing, look);
  const [same] = conversation.blocks(recordOf({ status: 'failed' }), nothing, look);
  expect(same.text).toBe(before.text);
  const [other] = conversation.blocks(recordOf({ task: 8 }), nothing, look);
  expect(other.text).not.toBe(before.text);
});

test('of a conversation of a megabyte only what is in view is cut into rows', () => {
  const content = 'A sentence of ten words, some long and some short. '.repeat(20_000);
  const messages = [{ role: 'user', content }];
  const conversation = new Conversation();
  const options = { toggled: new Set(['7 message 0']), columns: 100, rows: 50 };
  const record = recordOf({ messages });
  expect(shown(record, { ...options, top: 9_000 }, conversation)).toHaveLength(50);
  const [{ text }] = conversation.blocks(record, nothing, look);
  let cut = 0;
  const { row } = text;
  text.row = (index) => {
    cut++;
    return row.call(text, index);
  };
  const rows = shown(record, { ...options, top: null }, conversation);
  expect(rows.at(-1)).toBe('   Bergen.');
  expect(cut).toBeLessThanOrEqual(50);
});
