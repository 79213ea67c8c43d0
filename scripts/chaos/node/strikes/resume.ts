import type { Scene } from '../fault.ts';
import { type Place, resumeAt } from '../node-subscriber.ts';

const TOGETHER = 8;

/** Takes every subscription up again at every place it was ever told, of events and of checkpoints. */
export async function resumeEverywhere({ subscribers, writer, recorder, complain }: Scene): Promise<void> {
  for (const { name, sees, told } of subscribers) {
    const places = [...new Map(told.map((place) => [placeName(place), place])).values()];
    if (places.length < 2) complain(`${name} was told of ${places.length} places only`);
    while (places.length > 0) {
      await Promise.all(
        places
          .splice(0, TOGETHER)
          .map((place) =>
            resumeAt(
              { name: `${name} from ${placeName(place)}`, sees, client: writer.client, recorder },
              place,
            ),
          ),
      );
    }
  }
}

function placeName({ position: { commit, prepare } }: Place): string {
  return `${commit}/${prepare}`;
}
