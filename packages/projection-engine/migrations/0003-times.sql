-- Which files have events behind a point in time: all others stood then as they stand now.
CREATE INDEX journal_recorded_at ON ledger.journal (recorded_at);
CREATE INDEX journal_effective_from ON ledger.journal (effective_from);
