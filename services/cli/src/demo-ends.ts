import type { Status } from '@ledger/credit-file';

/** Where each of the 25 files of the demo histories ends: the last column of demo/README.md. */
export const DEMO_ENDS: readonly {
  readonly agencyId: string;
  readonly fileId: string;
  readonly status: Status;
}[] = [
  { agencyId: 'XJ-A01', fileId: '650000-91650102MAFAKE019H', status: 'on-file' },
  { agencyId: 'XJ-A02', fileId: '650000-91650203MAFAKE0270', status: 'on-file' },
  { agencyId: 'XJ-A03', fileId: '650000-91650402MAFAKE035N', status: 'on-file' },
  { agencyId: 'XJ-A04', fileId: '650000-91650502MAFAKE043N', status: 'refused' },
  { agencyId: 'XJ-A05', fileId: '650000-91652301MAFAKE051H', status: 'refused' },
  { agencyId: 'XJ-A06', fileId: '650000-91653101MAFAKE06XB', status: 'on-file' },
  { agencyId: 'XJ-A07', fileId: '650000-91654002MAFAKE0781', status: 'on-file' },
  { agencyId: 'XJ-A08', fileId: '650000-91652901MAFAKE0863', status: 'on-file' },
  { agencyId: 'XJ-A09', fileId: '650000-91653201MAFAKE0946', status: 'on-file' },
  { agencyId: 'XJ-A10', fileId: '650000-91652701MAFAKE1079', status: 'revoked' },
  { agencyId: 'XJ-A11', fileId: '650000-91652801MAFAKE1159', status: 'on-file' },
  { agencyId: 'XJ-A12', fileId: '650000-91654201MAFAKE123X', status: 'on-file' },
  { agencyId: 'XJ-A13', fileId: '650000-91654301MAFAKE131X', status: 'deregistered' },
  { agencyId: 'XJ-A14', fileId: '650000-91110108MAFAKE14XW', status: 'on-file' },
  { agencyId: 'XJ-A15', fileId: '650000-91659001MAFAKE1584', status: 'on-file' },
  { agencyId: 'LN-B01', fileId: '210000-91210102MAFAKE166P', status: 'on-file' },
  { agencyId: 'LN-B02', fileId: '210000-91210202MAFAKE174P', status: 'on-file' },
  { agencyId: 'LN-B03', fileId: '210000-91210302MAFAKE182P', status: 'on-file' },
  { agencyId: 'LN-B04', fileId: '210000-91210702MAFAKE1907', status: 'on-file' },
  { agencyId: 'LN-B05', fileId: '210000-91210802MAFAKE2032', status: 'on-file' },
  { agencyId: 'LN-B06', fileId: '210000-91211402MAFAKE211L', status: 'deregistered' },
  { agencyId: 'ZY-C01', fileId: '620700-91620702MAFAKE22XE', status: 'on-file' },
  { agencyId: 'ZY-C02', fileId: '620700-91620102MAFAKE238F', status: 'none' },
  { agencyId: 'ZY-C03', fileId: '620700-91620725MAFAKE246K', status: 'on-file' },
  { agencyId: 'XJ-A16', fileId: '650000-91210102MAFAKE166P', status: 'revoked' },
];
