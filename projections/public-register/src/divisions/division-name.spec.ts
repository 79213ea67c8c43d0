import { expect, it } from 'vitest';
import { divisionNameOf } from './division-name.ts';

it.each([
  ['650102', '新疆维吾尔自治区乌鲁木齐市天山区'],
  ['659001', '新疆维吾尔自治区石河子市'],
  ['659012', '新疆维吾尔自治区白杨市'],
  ['652301', '新疆维吾尔自治区昌吉回族自治州昌吉市'],
  ['110108', '北京市海淀区'],
  ['620702', '甘肃省张掖市甘州区'],
  ['620700', '甘肃省张掖市'],
  ['210000', '辽宁省'],
  ['990000', undefined],
  ['', undefined],
])('%s is %s', (code, name) => expect(divisionNameOf(code)).toBe(name));
