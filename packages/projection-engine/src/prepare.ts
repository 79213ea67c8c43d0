import { withCheckpoint } from './checkpoint.ts';
import { readLive } from './generation.ts';
import { GenerationBuilder } from './generation-builder.ts';
import type { ReadModelSet } from './intake.ts';
import { type RebuildOptions, rebuild } from './rebuild.ts';
import { openSession } from './sql.ts';

/**
 * Every projection has live rows of the version this program makes; those that have not are built from the journal first.
 * Their tables must be there.
 *
 * Errors: REBUILD_BUSY while another process builds one of them; PROJECTION_FAILED; PROJECTION_SUPERSEDED.
 */
export async function prepareProjections(
  options: ReadModelSet & Pick<RebuildOptions, 'databaseUrl' | 'onProgress'>,
): Promise<void> {
  const { projections } = options;
  const session = await openSession(options.databaseUrl, 'preparation');
  try {
    const outdated = await withCheckpoint(session, async ({ position }) => {
      const live = await readLive(session);
      const unbuilt = projections.filter(({ name, version }) => live.get(name)?.version !== version);
      if (position > 0) return unbuilt;
      // Of nothing, nothing has to be folded.
      for (const projection of unbuilt) await (await GenerationBuilder.begin(session, projection)).goLive();
      return [];
    });
    if (outdated.length > 0) await rebuild({ ...options, projections: outdated, from: 'journal' });
  } finally {
    await session.close();
  }
}
