-- The transparency log's tree, RFC 6962: one leaf for each line of the journal, leaf index = position - 1.
CREATE TABLE ledger.tree (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  size     bigint  NOT NULL,
  -- The hashes of the largest complete subtrees, from left to right: all that the tree needs to grow.
  peaks    bytea   NOT NULL CHECK (octet_length(peaks) % 32 = 0)
);
INSERT INTO ledger.tree (size, peaks) VALUES (0, '');

-- The tiles as they are served, https://c2sp.org/tlog-tiles; the last of each level grows until it has 256 hashes.
CREATE TABLE ledger.tile (
  level  integer NOT NULL CHECK (level >= 0),
  index  bigint  NOT NULL CHECK (index >= 0),
  hashes bytea   NOT NULL CHECK (octet_length(hashes) % 32 = 0 AND octet_length(hashes) BETWEEN 32 AND 8192),
  PRIMARY KEY (level, index)
);
-- Hashes do not compress.
ALTER TABLE ledger.tile ALTER hashes SET STORAGE EXTERNAL;
