/**
 * Shoulds that no test shows, and why.
 *
 * A duty of somebody else that leaves no act on a file is left out; so is what an operator does, not a program.
 */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'LNO-2.6-8':
    'Addressed to associations, which write standards and train; of it the ledger sees the reports they file (ND-2.6-1, ZY-2.7-1) and takes part in nothing else.',
  'LNR-44-1':
    'Addressed to associations; standards and self-discipline rules leave no act on an agency’s file beyond those of LNR-33-1.',
  'LNR-51-1':
    'The departments that fail to supply have no file here: the ledger keeps files of agencies, so an interview or warning of a department has nowhere to stand.',
  'ND-2.6-2':
    'An agency’s assessment of how departments publish is work it is commissioned with (ND-2.1-1 records that); the seven-day publication itself happens on other systems.',
};
