import type { FileId, Position } from '@ledger/schemas';
import type { FeedFilter, FeedName, ParkedDelivery } from '@ledger/schemas/http';
import type { Pool } from 'pg';
import type { Principal } from '../access/principal.ts';
import { OwnTables } from '../own-tables.ts';

/** A secret that signs; `until` is when it stops, for one that was replaced. */
export interface SigningSecret {
  readonly secret: string;
  readonly until?: string;
}

/** An endpoint as the sender needs it. */
export interface WebhookEndpoint {
  readonly id: string;
  /** Id of the actor who registered it, and alone may see it. */
  readonly owner: string;
  /** Sees what its owner may see. */
  readonly principal: Principal;
  readonly url: string;
  readonly feed: FeedName;
  readonly filter: FeedFilter;
  /** Newest first. */
  readonly secrets: readonly SigningSecret[];
  readonly state: 'active' | 'gone';
  /** Every change up to here is queued. */
  readonly position: Position;
  /** Raised by each replay: what was queued for an earlier round is not sent any more. */
  readonly round: number;
  readonly createdAt: string;
}

/** A file of an endpoint that waits; `resume` once its owner wants it tried again. */
export interface Parked extends ParkedDelivery {
  readonly endpoint: string;
  readonly round: number;
  readonly job: string;
  readonly resume: boolean;
}

interface EndpointRow {
  readonly id: string;
  readonly owner: string;
  readonly principal: Principal;
  readonly url: string;
  readonly feed: FeedName;
  readonly filter: FeedFilter;
  readonly secrets: readonly SigningSecret[];
  readonly state: 'active' | 'gone';
  readonly position: string;
  readonly round: number;
  readonly created_at: string;
}

const TABLES = [
  `CREATE TABLE IF NOT EXISTS api.webhook_endpoint (
    id uuid PRIMARY KEY,
    owner text NOT NULL,
    principal jsonb NOT NULL,
    url text NOT NULL,
    feed text NOT NULL,
    filter jsonb NOT NULL,
    secrets jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('active', 'gone')),
    position bigint NOT NULL CHECK (position >= 0),
    round integer NOT NULL,
    created_at text NOT NULL
  )`,
  'CREATE INDEX IF NOT EXISTS webhook_endpoint_of_owner ON api.webhook_endpoint (owner, created_at)',
  `CREATE TABLE IF NOT EXISTS api.webhook_parked (
    endpoint uuid NOT NULL REFERENCES api.webhook_endpoint ON DELETE CASCADE,
    round integer NOT NULL,
    file_id text,
    position bigint NOT NULL,
    job uuid PRIMARY KEY,
    attempts integer NOT NULL,
    reason text NOT NULL,
    at text NOT NULL,
    resume boolean NOT NULL DEFAULT false
  )`,
  'CREATE INDEX IF NOT EXISTS webhook_parked_of_endpoint ON api.webhook_parked (endpoint, position)',
];

/**
 * The registered endpoints. The service that sends reads them and moves their positions; the API alone registers them.
 *
 * Errors: its methods throw what PostgreSQL throws. Durable: whatever they answer.
 */
export class WebhookEndpoints {
  readonly #tables: OwnTables;

  constructor(pool: Pool) {
    this.#tables = new OwnTables(pool, TABLES);
  }

  /** The tables are there. */
  async prepare(): Promise<void> {
    await this.#tables.prepare();
  }

  async add(endpoint: WebhookEndpoint): Promise<void> {
    const { id, owner, principal, url, feed, filter, secrets, state, position, round, createdAt } = endpoint;
    await this.#tables.query(
      `INSERT INTO api.webhook_endpoint (id, owner, principal, url, feed, filter, secrets, state, position, round, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        id,
        owner,
        JSON.stringify(principal),
        url,
        feed,
        JSON.stringify(filter),
        JSON.stringify(secrets),
        state,
        position,
        round,
        createdAt,
      ],
    );
  }

  async find(id: string): Promise<WebhookEndpoint | undefined> {
    return (await this.#read('id = $1', [id]))[0];
  }

  /** An owner's endpoints, oldest first. */
  async ofOwner(owner: string): Promise<readonly WebhookEndpoint[]> {
    return await this.#read('owner = $1 ORDER BY created_at, id', [owner]);
  }

  /** Ids of the endpoints that get changes, whose position lies behind `head`. */
  async behind(head: Position): Promise<readonly string[]> {
    const rows = await this.#tables.query<{ id: string }>(
      `SELECT id FROM api.webhook_endpoint WHERE state = 'active' AND position < $1 ORDER BY position`,
      [head],
    );
    return rows.map(({ id }) => id);
  }

  async remove(id: string): Promise<void> {
    await this.#tables.query('DELETE FROM api.webhook_endpoint WHERE id = $1', [id]);
  }

  async setSecrets(id: string, secrets: readonly SigningSecret[]): Promise<void> {
    await this.#tables.query('UPDATE api.webhook_endpoint SET secrets = $2 WHERE id = $1', [
      id,
      JSON.stringify(secrets),
    ]);
  }

  /** Everything behind `after` is to be sent again, once; what waits of earlier rounds is forgotten. */
  async replay(id: string, after: Position): Promise<void> {
    await this.#tables.query(
      `WITH forgotten AS (DELETE FROM api.webhook_parked WHERE endpoint = $1)
       UPDATE api.webhook_endpoint SET position = $2, round = round + 1, state = 'active' WHERE id = $1`,
      [id, after],
    );
  }

  /** What is parked is to be tried again, and an endpoint that was gone is to get changes again. */
  async resume(id: string): Promise<void> {
    await this.#tables.query(
      `WITH resumed AS (UPDATE api.webhook_parked SET resume = true WHERE endpoint = $1)
       UPDATE api.webhook_endpoint SET state = 'active' WHERE id = $1`,
      [id],
    );
  }

  /** The endpoint said that it wants nothing any more. */
  async setGone(id: string): Promise<void> {
    await this.#tables.query(`UPDATE api.webhook_endpoint SET state = 'gone' WHERE id = $1`, [id]);
  }

  async park(parked: Omit<Parked, 'resume'>): Promise<void> {
    const { endpoint, round, fileId, position, job, attempts, reason, at } = parked;
    // The endpoint may have been removed meanwhile.
    await this.#tables.query(
      `INSERT INTO api.webhook_parked (endpoint, round, file_id, position, job, attempts, reason, at)
       SELECT id, $2, $3, $4, $5, $6, $7, $8 FROM api.webhook_endpoint WHERE id = $1
       ON CONFLICT (job) DO UPDATE SET attempts = excluded.attempts, reason = excluded.reason, at = excluded.at, resume = false`,
      [endpoint, round, fileId, position, job, attempts, reason, at],
    );
  }

  /** What was asked to be tried again is: its order waits no longer, unless it has failed once more meanwhile. */
  async resumed(job: string): Promise<void> {
    await this.#tables.query('DELETE FROM api.webhook_parked WHERE job = $1 AND resume', [job]);
  }

  async unpark(job: string): Promise<void> {
    await this.#tables.query('DELETE FROM api.webhook_parked WHERE job = $1', [job]);
  }

  /** The files of an endpoint that wait, in position order. */
  async parkedOf(endpoint: string): Promise<readonly Parked[]> {
    return await this.#readParked('endpoint = $1', [endpoint]);
  }

  /** What is to be tried again. */
  async toResume(): Promise<readonly Parked[]> {
    return await this.#readParked('resume', []);
  }

  async #read(condition: string, values: readonly unknown[]): Promise<readonly WebhookEndpoint[]> {
    const rows = await this.#tables.query<EndpointRow>(
      `SELECT * FROM api.webhook_endpoint WHERE ${condition}`,
      values,
    );
    return rows.map(endpointOf);
  }

  async #readParked(condition: string, values: readonly unknown[]): Promise<readonly Parked[]> {
    const rows = await this.#tables.query<
      Omit<Parked, 'fileId' | 'position'> & { readonly file_id: FileId | null; readonly position: string }
    >(`SELECT * FROM api.webhook_parked WHERE ${condition} ORDER BY position, job`, values);
    return rows.map(({ file_id: fileId, position, ...rest }) => ({
      ...rest,
      fileId,
      position: Number(position),
    }));
  }
}

function endpointOf({ created_at: createdAt, position, ...rest }: EndpointRow): WebhookEndpoint {
  return { ...rest, position: Number(position) as Position, createdAt };
}
