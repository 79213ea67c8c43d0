export { divisionNameOf } from './divisions/division-name.ts';
export { maskAddress } from './masking/address.ts';
export { maskEmail, maskLandline, maskMobile, maskPhone } from './masking/contact.ts';
export { maskBankCard, maskCertificateNumber, maskResidentIdForOfficers } from './masking/identifier.ts';
export { maskPersonName } from './masking/name.ts';
export { redactPersonalValues } from './masking/redact.ts';
export { publicRegister } from './public-register.ts';
export { type Retraction, retractionOf, stillPublic } from './retraction.ts';
export type { RegisterRow } from './row.ts';
export { REGISTER_COLUMN_NAMES } from './search/columns.ts';
export { type IndexedEntry, RegisterIndex } from './search/register-index.ts';
export {
  conditionsOf,
  listItemOf,
  matchesSearch,
  REGISTER_ORDER,
  type RegisterConditions,
} from './search/register-search.ts';
