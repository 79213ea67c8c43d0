-- The ledger's own tables. One writer at a time: whoever holds the row of ledger.checkpoint.
-- Rows of read models, one table for each projection, made from its declared columns.
CREATE SCHEMA projection;

-- Every accepted event, its six hashed parts exactly as canonical JSON has them: json, never jsonb, which would rewrite them.
CREATE TABLE ledger.journal (
  position       bigint  PRIMARY KEY CHECK (position > 0),
  event_id       uuid    NOT NULL UNIQUE,
  stream         text    COLLATE "C" NOT NULL,
  revision       integer NOT NULL CHECK (revision >= 0),
  type           text    COLLATE "C" NOT NULL,
  data           json    NOT NULL,
  metadata       json    NOT NULL,
  hash           bytea   NOT NULL CHECK (octet_length(hash) = 32),
  store_commit   bigint  NOT NULL,
  store_prepare  bigint  NOT NULL,
  -- Instants with nine digits of a second and +08:00, so that text order is the order of time.
  recorded_at    text    COLLATE "C" NOT NULL,
  effective_from text    COLLATE "C" NOT NULL,
  -- The event waited in a parked file; everything else is numbered in the store's order.
  late           boolean NOT NULL,
  UNIQUE (stream, revision)
);

-- How far the ledger has come. Every writer locks this one row first and moves it last.
CREATE TABLE ledger.checkpoint (
  only_row      boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  epoch         bigint  NOT NULL,
  position      bigint  NOT NULL,
  store_commit  bigint,
  store_prepare bigint
);
INSERT INTO ledger.checkpoint (epoch, position) VALUES (0, 0);

-- One set of rows of a projection. The live one is the highest that is ready; a higher one is being built.
CREATE TABLE ledger.generation (
  projection text    COLLATE "C" NOT NULL,
  generation integer NOT NULL CHECK (generation > 0),
  version    integer NOT NULL,
  -- How many events it has folded, and the digest over their hashes in that order: completeness, proved.
  consumed   bigint  NOT NULL,
  digest     bytea   NOT NULL CHECK (octet_length(digest) = 32),
  PRIMARY KEY (projection, generation)
);

-- The pointer that readers join with the rows, in one statement and so in one snapshot.
CREATE TABLE ledger.live (
  projection text    COLLATE "C" PRIMARY KEY,
  generation integer NOT NULL,
  FOREIGN KEY (projection, generation) REFERENCES ledger.generation
);

-- One item for each change that outsiders see, under the position of the event that made it.
CREATE TABLE ledger.feed (
  feed     text   COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  file_id  text,
  at       text   NOT NULL,
  cause    json   NOT NULL,
  before   json   NOT NULL,
  after    json   NOT NULL,
  PRIMARY KEY (feed, position)
);

-- A stream of which an event could not be accepted; it and all later ones wait, without a position.
CREATE TABLE ledger.parked (
  stream     text        COLLATE "C" PRIMARY KEY,
  reason     text        NOT NULL,
  expected   text        NOT NULL,
  found      text        NOT NULL,
  projection text,
  revision   bigint      NOT NULL,
  event_id   text,
  since      timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE ledger.waiting (
  stream        text   COLLATE "C" NOT NULL REFERENCES ledger.parked ON DELETE CASCADE,
  revision      bigint NOT NULL,
  store_commit  bigint NOT NULL,
  store_prepare bigint NOT NULL,
  -- Both NULL for a record that does not parse as an event: only the store has it.
  event_id      text,
  event         json,
  PRIMARY KEY (stream, store_commit, store_prepare)
);
