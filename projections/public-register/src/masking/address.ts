/** A county's name never contains these where we must decide by the text alone; in doubt the mask cuts earlier. */
const NAME = '[^\\s\\d路街巷弄号村镇乡里院栋楼]';
const COUNTY_LEVEL = new RegExp(
  `^(?:${NAME}{2,8}?(?:省|自治区|特别行政区))?` +
    `(?:${NAME}{2,12}?(?:自治州|地区|盟|市(?!区)))?` +
    `(?:${NAME}{1,12}?(?:自治县|自治旗|林区|特区|县|区|旗|市(?!区)))?`,
  'u',
);

/**
 * An address down to the county, `新疆维吾尔自治区乌鲁木齐市天山区***`.
 *
 * Shape:  what follows the county is one `***`; an address in which no division is recognised is hidden whole.
 * Errors: never throws.
 */
export function maskAddress(address: string): string {
  const plain = address.normalize('NFKC').trim();
  if (plain === '') return '';
  return `${COUNTY_LEVEL.exec(plain)?.[0] ?? ''}***`;
}
