import { setTimeout as sleep } from 'node:timers/promises';
import { BACKWARDS, END } from '@eventstore/db-client';
import pg from 'pg';
import type { Scene } from '../fault.ts';
import { numberOf } from '../node-subscriber.ts';
import { append } from '../node-writer.ts';

/** Advisory lock on which a commit waits, not the one that the node holds. */
const HOLD_KEY = 4_711;
const OTHERS = 1_000;
const STREAMS = 50;
const ON_ITS_WAY_MS = 500;
const READ_ATTEMPTS = 20;

const INSTALL = `
  CREATE OR REPLACE FUNCTION public.hold_commit() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_advisory_xact_lock_shared(${HOLD_KEY}); RETURN NULL; END $$;
  DROP TRIGGER IF EXISTS hold_commit ON node.events;
  CREATE CONSTRAINT TRIGGER hold_commit AFTER INSERT ON node.events DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION public.hold_commit()`;
const REMOVE = 'DROP TRIGGER hold_commit ON node.events; DROP FUNCTION public.hold_commit()';

/**
 * One commit is held open after its rows are written and before they count, for so long, while a thousand further appends arrive: nobody is
 * told of anything behind it.
 */
export const holdCommit = (ms: number) => async (scene: Scene) => {
  const { node, writer, recorder, over, complain } = scene;
  await node.query(INSTALL);
  const holder = new pg.Client({ connectionString: node.database() });
  await holder.connect();
  try {
    await holder.query('SELECT pg_advisory_lock($1)', [HOLD_KEY]);
    const held = await waitingCommit(scene);
    // What was committed before it is on its way for a moment yet.
    await sleep(ON_ITS_WAY_MS);
    // Whatever was acknowledged, read or delivered before the hold is within this; nothing may come beyond it.
    const end = await endOfLog(scene);
    const from = recorder.history.length;
    const others = Array.from({ length: OTHERS }, (_, index) =>
      append(
        { ...writer, name: `other ${index}` },
        { stream: `other-${index % STREAMS}`, behind: 'any', count: 1 },
      ),
    );
    await sleep(ms / 2);
    const seen = await endOfLog(scene);
    await sleep(ms / 2);
    for (const entry of recorder.history.slice(from)) {
      if (entry.kind === 'ok') complain(`${entry.id} was acknowledged while a commit before it was open`);
      if ((entry.kind === 'delivered' || entry.kind === 'checkpoint') && entry.position > end)
        complain(`${entry.subscriber} was told of ${entry.position} while the log ended at ${end}`);
    }
    if (seen > end) complain(`a reader saw ${seen} behind the open commit at ${end}`);
    if (!held) complain('no commit was held open');
    await holder.query('SELECT pg_advisory_unlock($1)', [HOLD_KEY]);
    over();
    const answers = await Promise.all(others);
    const unknown = answers.filter(({ outcome }) => outcome !== 'ok').length;
    if (unknown > 0) complain(`${unknown} of ${OTHERS} appends found no answer`);
  } finally {
    await holder.end();
    await node.query(REMOVE);
  }
};

async function waitingCommit({ node }: Scene): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const waiting = await node.query(
      "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = $1",
      [HOLD_KEY],
    );
    if (waiting.length > 0) return true;
    await sleep(20);
  }
  return false;
}

/** Asks again when a connection breaks: on a busy machine its keep-alive may fail. */
async function endOfLog(scene: Scene, attempts = READ_ATTEMPTS): Promise<number> {
  try {
    return await readEnd(scene);
  } catch (error) {
    if (attempts === 0) throw error;
    await sleep(ON_ITS_WAY_MS);
    return await endOfLog(scene, attempts - 1);
  }
}

async function readEnd({ writer }: Scene): Promise<number> {
  let end = 0;
  for await (const { event } of writer.client.readAll({
    direction: BACKWARDS,
    fromPosition: END,
    maxCount: 1,
  }))
    if (event?.position !== undefined) end = numberOf(event.position);
  return end;
}
