import type { Database } from './sqlite.ts';

/** Rises with every change that another swarmdeck could not read. */
export const schemaVersion = 3;

/** What is older cannot be read; what is not is taken up as it is, and brought up to date for writing. */
export const oldestSchema = 2;

/** Of which events a conversation is made beyond its plan; as SQL, for an index to be found by. */
export const turnEventTypes =
  "'turn.finished', 'tool.asked', 'tool.answered', 'tool.started', 'tool.finished', 'task.reopened'";

const vectorsTable = `
-- What a task gave that turns texts into vectors: 32-bit floats, little-endian; position: of the text in its
-- messages.
CREATE TABLE vectors (
  task INTEGER NOT NULL, position INTEGER NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (task, position)
);
`;

const conversationsView = `
CREATE VIEW conversations AS
  SELECT tasks.task, message.key AS position, json_extract(message.value, '$[0]') AS role,
    (SELECT group_concat(content, '') FROM (
      SELECT texts.content FROM json_each(message.value, '$[1]') AS part
      JOIN texts ON texts.id = part.value ORDER BY part.key
    )) AS content
  FROM tasks, json_each(tasks.messages) AS message;
`;

/**
 * The tables of run.db, made to be read by a person with `sqlite3` too. Times ending in `_t` are
 * run time in ms (since the first start), `_ms` are durations, money is in nano-dollars. Long texts
 * stand last in their row, so that a scan over the short columns never reads them.
 */
const tables = `
-- What run.json says, and the figures of each session's process.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE roles (role INTEGER PRIMARY KEY, name TEXT NOT NULL);
-- Every agent that there ever was; those that were added while the run lived come last.
CREATE TABLE agents (agent INTEGER PRIMARY KEY, role INTEGER NOT NULL, number INTEGER NOT NULL);
CREATE TABLE routes (route INTEGER PRIMARY KEY, name TEXT NOT NULL);

-- Every event of the run. A finished task's figures stand in its row of tasks, not here again;
-- data holds what has no column of its own.
CREATE TABLE events (
  seq INTEGER PRIMARY KEY, t REAL NOT NULL, type TEXT NOT NULL, task INTEGER, agent INTEGER,
  route INTEGER, attempt INTEGER, ms REAL, nano_usd INTEGER, data TEXT
);

-- Texts of messages, each once where tasks share it. What tasks read in pieces comes first, in its order;
-- name: what the operator calls it.
CREATE TABLE texts (id INTEGER PRIMARY KEY, name TEXT, content TEXT NOT NULL);

-- The plan, and how each task ended. queued: no end recorded yet. messages: [["user", texts.id], ...],
-- with a list of ids where a message is put together. pieces: how many of the content, or of the texts for
-- vectors, it has. ended_seq: the event that ended it.
CREATE TABLE tasks (
  task INTEGER PRIMARY KEY, id TEXT NOT NULL, role INTEGER NOT NULL, priority INTEGER NOT NULL,
  batch INTEGER NOT NULL, deadline_ms REAL, pieces INTEGER NOT NULL DEFAULT 0, messages TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'queued',
  agent INTEGER, route INTEGER, attempts INTEGER NOT NULL DEFAULT 0,
  duration_ms REAL, call_ms REAL, first_token_ms REAL,
  input_tokens INTEGER, cache_read_tokens INTEGER, cache_write_tokens INTEGER, output_tokens INTEGER,
  usage_estimated INTEGER, cost_nano_usd INTEGER, finish_reason TEXT,
  error_class TEXT, error_status INTEGER, ended_seq INTEGER, error_message TEXT, text TEXT
);

${vectorsTable}
-- Every attempt that ended, named by the event that started it. outcome: done, turn (ended
-- well, and the task went on), retrying, failed, poison, cancelled, requeued (cut by a pause), lost (in
-- flight when the process died).
CREATE TABLE attempts (
  started_seq INTEGER PRIMARY KEY, task INTEGER NOT NULL, attempt INTEGER NOT NULL,
  agent INTEGER NOT NULL, route INTEGER NOT NULL,
  started_t REAL NOT NULL, sent_t REAL, streaming_t REAL, ended_t REAL NOT NULL,
  connect_ms REAL, first_token_ms REAL, call_ms REAL,
  outcome TEXT NOT NULL, class TEXT, status INTEGER, wait_ms REAL,
  input_tokens INTEGER, cache_read_tokens INTEGER, cache_write_tokens INTEGER, output_tokens INTEGER,
  usage_estimated INTEGER, cost_nano_usd INTEGER, uncertain INTEGER NOT NULL DEFAULT 0, message TEXT
);
-- The attempts of one task are read while the run lives. A run.db without it is read all the same.
CREATE INDEX attempts_of_task ON attempts (task);
-- What a conversation has become beyond its plan.
CREATE INDEX turns_of_task ON events (task) WHERE type IN (${turnEventTypes});

-- The conversation of each task, its texts in place.
${conversationsView}
-- One row per task with the names in place (a task is worked on by agents of its role).
CREATE VIEW results AS
  SELECT tasks.task AS number, tasks.id, roles.name AS role,
    roles.name || '_' || agents.number AS agent, tasks.status,
    routes.name AS route, tasks.attempts, tasks.duration_ms, tasks.input_tokens, tasks.cache_read_tokens,
    tasks.cache_write_tokens, tasks.output_tokens, tasks.usage_estimated, tasks.cost_nano_usd,
    tasks.finish_reason, tasks.error_class, tasks.error_message, tasks.text
  FROM tasks
  LEFT JOIN roles ON roles.role = tasks.role
  LEFT JOIN agents ON agents.agent = tasks.agent
  LEFT JOIN routes ON routes.route = tasks.route;
`;

/** Makes the tables of a new run.db. Part of the transaction that writes the plan. */
export function createTables(database: Database): void {
  database.exec(tables);
  database.exec(`PRAGMA user_version = ${schemaVersion}`);
}

/** Brings the tables of an older run.db up to date; belongs in a transaction. */
export function upgradeTables(database: Database, version: number): void {
  if (version >= schemaVersion) return;
  database.exec(`
    ALTER TABLE texts ADD COLUMN name TEXT;
    ALTER TABLE tasks ADD COLUMN pieces INTEGER NOT NULL DEFAULT 0;
    ${vectorsTable}
    DROP VIEW conversations;
    ${conversationsView}
    PRAGMA user_version = ${schemaVersion};
  `);
}

/**
 * Sets a connection up for a run's writes: WAL with synchronous NORMAL, which survives a killed
 * process and is synced at every checkpoint (https://www.sqlite.org/pragma.html#pragma_synchronous).
 */
export function prepareForWriting(database: Database): void {
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = OFF',
  );
}

/**
 * Sets up a new run.db that long texts are written into first: straight into the file, because a WAL of
 * gigabytes would have to be written twice. Measured with 500 MB: 3 s in place of 10.
 */
export function prepareForPieces(database: Database): void {
  database.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL');
}
