import type { Client } from 'pg';
import { NodeError } from '../node-error.ts';

/** The layout this code reads and writes. */
const SCHEMA_VERSION = 1;

/*
 * events.recorded is the protocol buffer message that readers are sent, so a read copies bytes and decodes nothing.
 * Names are bytes because a stream may be called anything, and hashed because a name may be longer than a B-tree key.
 * EXTERNAL storage: events are read far more often than compression would save room.
 */
const CREATE_TABLES = `
  CREATE TABLE node.schema_version (version integer NOT NULL);
  CREATE TABLE node.writer (epoch bigint NOT NULL);
  CREATE TABLE node.streams (
    id bigint PRIMARY KEY,
    name bytea NOT NULL,
    EXCLUDE USING hash (name WITH =)
  );
  CREATE TABLE node.events (
    position bigint PRIMARY KEY,
    stream bigint NOT NULL,
    revision bigint NOT NULL,
    id uuid NOT NULL,
    recorded bytea NOT NULL,
    UNIQUE (stream, revision)
  );
  ALTER TABLE node.events ALTER COLUMN recorded SET STORAGE EXTERNAL;
  INSERT INTO node.schema_version VALUES (${SCHEMA_VERSION});
  INSERT INTO node.writer VALUES (0);
`;

/**
 * The tables of the node exist in PostgreSQL schema `node`, in the layout this code knows.
 *
 * Errors: throws `NODE_SCHEMA_UNKNOWN` when a newer or foreign layout is found; nothing is changed then.
 */
export async function ensureSchema(client: Client): Promise<void> {
  const found = await client.query<{ present: boolean }>(
    `SELECT to_regclass('node.schema_version') IS NOT NULL AS present`,
  );
  if (found.rows[0]?.present !== true) {
    // One simple query is one transaction: the tables come all or not at all.
    await client.query(`BEGIN; CREATE SCHEMA IF NOT EXISTS node; ${CREATE_TABLES} COMMIT`);
    return;
  }
  const version = await client.query<{ version: number }>('SELECT version FROM node.schema_version');
  const stored = version.rows.map((row) => row.version);
  if (stored.length !== 1 || stored[0] !== SCHEMA_VERSION) {
    throw new NodeError(
      'NODE_SCHEMA_UNKNOWN',
      `The database holds events in layout ${stored.join(', ') || 'none'}; this program knows layout ${SCHEMA_VERSION}. ` +
        'Use the program version that wrote it, or another database.',
    );
  }
}
