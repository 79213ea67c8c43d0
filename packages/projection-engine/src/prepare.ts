import { beginBuild, goLive } from './build-record.ts';
import { withCheckpoint } from './checkpoint.ts';
import { isComplete, readLive } from './generation.ts';
import { growTree } from './log-tree.ts';
import type { ReadModelSet } from './read-model-set.ts';
import { type RebuildOptions, rebuild } from './rebuild.ts';
import { openSession } from './sql.ts';

/**
 * Every projection has live rows of the version this program makes, at the ledger's position; those that have not, because
 * they are new, changed or were not kept up by another program, are built from the journal first.
 * The log's tree stands there too. Their tables must be there.
 *
 * Errors: REBUILD_BUSY while another process builds one of them; PROJECTION_FAILED; PROJECTION_SUPERSEDED.
 */
export async function prepareProjections(
  options: ReadModelSet & Pick<RebuildOptions, 'databaseUrl' | 'onProgress' | 'shards'>,
): Promise<void> {
  const { projections } = options;
  const session = await openSession(options.databaseUrl, 'preparation');
  try {
    const outdated = await withCheckpoint(session, async ({ position }) => {
      await growTree(session, position);
      const live = await readLive(session);
      const unbuilt = projections.filter(({ name, version }) => {
        const found = live.get(name);
        return found === undefined || !isComplete(found, version, position);
      });
      if (position > 0) return unbuilt;
      // Of nothing, nothing has to be folded.
      for (const projection of unbuilt) {
        const { builds } = await beginBuild(session, [projection], undefined);
        await goLive(session, builds);
      }
      return [];
    });
    if (outdated.length > 0) await rebuild({ ...options, projections: outdated, from: 'journal' });
  } finally {
    await session.close();
  }
}
