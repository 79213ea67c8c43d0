const MOBILE = /^1[3-9]\d{9}$/;
/** 010 and 02x have three digits, every other area code four. */
const LANDLINE = /^(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})$/;

/**
 * A mobile number as `138****1234`; anything that is none is hidden whole.
 *
 * Errors: never throws; spaces, hyphens, `+86` and full-width digits are read as the number they mean.
 */
export function maskMobile(number: string): string {
  const digits = digitsOf(number);
  return MOBILE.test(digits) ? `${digits.slice(0, 3)}****${digits.slice(7)}` : hidden(number);
}

/** A fixed-line number as `0991-****123`: the area code and the last three digits; anything else is hidden whole. */
export function maskLandline(number: string): string {
  const match = LANDLINE.exec(digitsOf(number));
  if (match?.[1] === undefined || match[2] === undefined) return hidden(number);
  return `${match[1]}-${'*'.repeat(match[2].length - 3)}${match[2].slice(-3)}`;
}

/** Either kind of telephone number, masked as what it is. */
export function maskPhone(number: string): string {
  return MOBILE.test(digitsOf(number)) ? maskMobile(number) : maskLandline(number);
}

/** `a***@host`: the first character and the host; anything that is no address is hidden whole. */
export function maskEmail(address: string): string {
  const match = /^(\P{M}\p{M}*)[^@\s]*@([^@\s]+)$/u.exec(address.trim());
  return match === null ? hidden(address) : `${match[1]}***@${match[2]}`;
}

function digitsOf(number: string): string {
  return number
    .normalize('NFKC')
    .replace(/[\s()‐-―-]/gu, '')
    .replace(/^(?:\+|00)86/, '');
}

function hidden(value: string): string {
  return value.trim() === '' ? '' : '****';
}
