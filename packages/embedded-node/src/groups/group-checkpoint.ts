import type { GroupSettings } from '../protocol/group-requests.ts';
import { CheckpointMark } from './checkpoint-mark.ts';
import type { GroupStreams } from './group-streams.ts';

/** Longest delay a timer knows; longer ones would fire at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/**
 * Writes down how far a group is done: at once when the upper bound is reached, otherwise by a timer from the lower bound on.
 *
 * Durable: a checkpoint that is lost means that events are delivered again, never that one is left out.
 */
export class GroupCheckpoint {
  readonly #streams: GroupStreams;
  readonly #upperBound: number;
  readonly #mark = new CheckpointMark();
  readonly #timer: NodeJS.Timeout | undefined;
  #last: string;
  #writing = false;
  #closed = false;

  constructor(streams: GroupStreams, settings: GroupSettings, last: string | undefined) {
    this.#streams = streams;
    this.#upperBound = settings.checkpointUpperBound;
    this.#last = last ?? '';
    const { checkpointAfterMs, checkpointLowerBound } = settings;
    if (checkpointAfterMs > 0) {
      const everyMs = Math.min(checkpointAfterMs, TIMER_MS_MAX);
      this.#timer = setInterval(() => this.#write(checkpointLowerBound), everyMs);
    }
  }

  /** The place that was written last; the empty text when there is none. */
  get last(): string {
    return this.#last;
  }

  /** An event at `place` was given to a consumer for the first time. */
  sent(sequence: number, place: string): void {
    this.#mark.sent(sequence, place);
  }

  /** An event needs no more deliveries. */
  done(sequence: number): void {
    this.#mark.done(sequence);
    this.#writeAtUpperBound();
  }

  /** Writes nothing any more. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
  }

  #writeAtUpperBound(): void {
    if (this.#mark.advanced >= this.#upperBound) this.#write(1);
  }

  #write(atLeast: number): void {
    const { advanced, place } = this.#mark;
    if (this.#closed || this.#writing || place === undefined || advanced < Math.max(1, atLeast)) return;
    // One after the other: a checkpoint must never overtake a later one.
    this.#writing = true;
    this.#streams
      .writeCheckpoint(place)
      .then(
        () => {
          this.#last = place;
          this.#mark.written(advanced);
          return true;
        },
        () => false,
      )
      .then((written) => {
        this.#writing = false;
        if (written) this.#writeAtUpperBound();
      });
  }
}
