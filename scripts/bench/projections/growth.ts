import type { Comparison } from '../harness/comparisons.ts';
import type { Contestant } from '../harness/contest.ts';
import { datasetOf } from './dataset.ts';
import { EVENTS, rebuildRegister } from './rebuilding.ts';
import { openLedger } from './scenery.ts';

const COST = 'µs/event';
const LARGEST = 4 * EVENTS;

/** What an event costs in a rebuild, from the smallest ledger to the largest: the curve. Units: `--size` is the largest. */
export const growth: Comparison = {
  name: 'growth',
  open: async (stage, { size: largest = LARGEST }) => {
    const sizes = curveUpTo(largest);
    const contestants: Contestant[] = [];
    for (const events of sizes) {
      const ledger = await openLedger(stage, datasetOf(events));
      contestants.push({
        name: nameOf(events),
        run: async () => {
          const start = performance.now();
          await rebuildRegister(ledger.url, 1);
          return { [COST]: (1000 * (performance.now() - start)) / events };
        },
      });
    }
    const [first = largest] = sizes;
    return {
      contestants,
      claims: [
        {
          says: `${nameOf(largest)} ÷ ${nameOf(first)}, cost of an event`,
          measure: (of) => of(nameOf(largest), COST) / of(nameOf(first), COST),
          atMost: 1.2,
        },
      ],
    };
  },
};

/** Sizes that grow to the largest, each at least twice the one before. */
function curveUpTo(largest: number): readonly number[] {
  const sizes = [largest];
  for (let size = largest / 2; size >= EVENTS; size /= 2) sizes.unshift(Math.round(size));
  const spread = sizes.filter((_, index) => index % 2 === (sizes.length - 1) % 2 || index === 0);
  return spread[0] === EVENTS || largest <= EVENTS
    ? spread
    : [EVENTS, ...spread.filter((size) => size >= 2 * EVENTS)];
}

function nameOf(events: number): string {
  return `${events / 1000}k`;
}
