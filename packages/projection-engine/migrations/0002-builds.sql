-- How far each part of a generation that is being built has come: a build that was killed goes on from there.
-- A part is a share of the streams; its rows and its position move in one transaction.
CREATE TABLE ledger.build_part (
  projection text    COLLATE "C" NOT NULL,
  generation integer NOT NULL,
  part       integer NOT NULL CHECK (part >= 0 AND part < parts),
  parts      integer NOT NULL,
  position   bigint  NOT NULL,
  PRIMARY KEY (projection, generation, part),
  FOREIGN KEY (projection, generation) REFERENCES ledger.generation ON DELETE CASCADE
);
