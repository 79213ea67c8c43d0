/**
 * A resident id as an officer's screen may show it: first three and last four. The public never sees even this form.
 *
 * Errors: never throws; what has not the form of an id is hidden whole.
 */
export function maskResidentIdForOfficers(id: string): string {
  const plain = id.normalize('NFKC').trim().toUpperCase();
  if (!/^(?:\d{17}[\dX]|\d{15})$/.test(plain)) return plain === '' ? '' : '****';
  return plain.slice(0, 3) + '*'.repeat(plain.length - 7) + plain.slice(-4);
}

/** The last four characters of a certificate's number; a number of four or fewer is hidden whole. */
export function maskCertificateNumber(number: string): string {
  return lastFour(number);
}

/** The last four digits of a bank card's number. */
export function maskBankCard(number: string): string {
  return lastFour(number.replace(/\s/gu, ''));
}

function lastFour(value: string): string {
  const characters = [...value.trim()];
  if (characters.length === 0) return '';
  return characters.length <= 4 ? '****' : `****${characters.slice(-4).join('')}`;
}
