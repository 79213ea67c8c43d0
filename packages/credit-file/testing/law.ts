import { rulebookOrThrow } from '@ledger/rulebooks';
import { STATE_COUNCIL_CALENDAR } from '@ledger/statutory-calendar';
import type { Law } from '../src/process/process.ts';

const law = (rulebook: string): Law => ({
  rulebook: rulebookOrThrow(rulebook),
  calendar: STATE_COUNCIL_CALENDAR,
});

/** The shipped rulebooks, as a clock or a duty is counted under them. */
export const LAW_OF = {
  xinjiang: law('xj-measures-draft@2024-01-01'),
  liaoning: law('ln-regulation@2022-01-01'),
  zhangye: law('zy-notice@2021-02-19'),
} as const;
