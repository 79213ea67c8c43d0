import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskAddress } from './address.ts';
import { maskEmail, maskLandline, maskMobile, maskPhone } from './contact.ts';
import { maskBankCard, maskCertificateNumber, maskResidentIdForOfficers } from './identifier.ts';
import { maskPersonName } from './name.ts';
import { redactPersonalValues } from './redact.ts';

describe('a person is published as surname and stars', () => {
  it.each([
    ['王小明', '王**'],
    ['王明', '王*'],
    ['王', '*'],
    ['', ''],
    ['欧阳测试', '欧阳**'],
    ['欧阳明', '欧阳*'],
    ['欧阳', '欧*'],
    ['上官婉儿', '上官**'],
    ['司马', '司*'],
    ['张王小明', '张**'],
    ['阿卜杜·测试江', '阿**·测**'],
    ['阿卜杜•测试江', '阿**•测**'],
    ['买买提・艾', '买**・*'],
    ['阿不都热合曼·买买提·玉素甫', '阿**·买**·玉**'],
    ['𠮷田', '𠮷*'],
    ['𠮷𠮷𠮷', '𠮷**'],
    ['王𠮷', '王*'],
    ['葛\u{E0100}小明', '葛\u{E0100}**'],
    ['John Smith', 'J** S**'],
    ['  王小明  ', '王**'],
  ])('%s → %s', (name, masked) => expect(maskPersonName(name)).toBe(masked));

  it('never tells the length of the name', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 30, unit: 'binary' }), (name) => {
        expect(maskPersonName(`王${name.replace(/[\s·•‧・･∙⋅\p{M}]/gu, '好')}`)).toMatch(
          /^(王\*{1,2}|.{2}\*{1,2})$/u,
        );
      }),
    );
  });

  it('hides at least one character of every name', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20, unit: 'binary' }), (name) => {
        const masked = maskPersonName(name);
        expect(
          masked === '' ? name.replace(/[\s·•‧・･∙⋅\p{M}]/gu, '') : masked.replaceAll('*', '') !== name,
        ).toBe(masked === '' ? '' : true);
      }),
    );
  });
});

describe('telephone numbers', () => {
  it.each([
    ['13800001234', '138****1234'],
    ['+86 138-0000-1234', '138****1234'],
    ['１３８００００１２３４', '138****1234'],
    ['19000000161', '190****0161'],
    ['12800001234', '****'],
    ['1380000123', '****'],
    ['', ''],
  ])('mobile %s → %s', (number, masked) => expect(maskMobile(number)).toBe(masked));

  it.each([
    ['0991-4567123', '0991-****123'],
    ['（0991）4567123', '0991-****123'],
    ['024-12345678', '024-*****678'],
    ['02412345678', '024-*****678'],
    ['010 1234 5678', '010-*****678'],
    ['4567123', '****'],
  ])('fixed line %s → %s', (number, masked) => expect(maskLandline(number)).toBe(masked));

  it('is masked as what it is', () => {
    expect(maskPhone('13800001234')).toBe('138****1234');
    expect(maskPhone('0991-4567123')).toBe('0991-****123');
    expect(maskPhone('分机 8001')).toBe('****');
  });
});

describe('numbers of papers', () => {
  it.each([
    ['11010519491231002X', '110***********002X'],
    ['110105491231002', '110********1002'],
    ['110105', '****'],
    ['', ''],
  ])('resident id, for officers only: %s → %s', (id, masked) =>
    expect(maskResidentIdForOfficers(id)).toBe(masked),
  );

  it.each([
    ['TEST-CERT-0016', '****0016'],
    ['0016', '****'],
    ['', ''],
  ])('certificate %s → %s', (number, masked) => expect(maskCertificateNumber(number)).toBe(masked));

  it('bank card: the last four', () => expect(maskBankCard('6222 0000 0000 1234')).toBe('****1234'));
});

describe('e-mail and address', () => {
  it.each([
    ['alice@example.cn', 'a***@example.cn'],
    ['a@example.cn', 'a***@example.cn'],
    ['no address', '****'],
    ['a@b@c', '****'],
  ])('e-mail %s → %s', (address, masked) => expect(maskEmail(address)).toBe(masked));

  it.each([
    ['新疆维吾尔自治区乌鲁木齐市天山区解放路1号', '新疆维吾尔自治区乌鲁木齐市天山区***'],
    ['新疆维吾尔自治区石河子市北三路小区5号', '新疆维吾尔自治区石河子市***'],
    ['新疆维吾尔自治区昌吉回族自治州昌吉市建国西路2号', '新疆维吾尔自治区昌吉回族自治州昌吉市***'],
    ['新疆维吾尔自治区乌鲁木齐市新市区阳光小区5号', '新疆维吾尔自治区乌鲁木齐市新市区***'],
    [
      '新疆维吾尔自治区喀什地区塔什库尔干塔吉克自治县1号',
      '新疆维吾尔自治区喀什地区塔什库尔干塔吉克自治县***',
    ],
    ['甘肃省张掖市肃南裕固族自治县红湾寺', '甘肃省张掖市肃南裕固族自治县***'],
    ['北京市海淀区中关村大街1号', '北京市海淀区***'],
    ['辽宁省沈阳市和平区三好街100号', '辽宁省沈阳市和平区***'],
    ['上海市浦东新区张江路', '上海市浦东新区***'],
    ['三好街100号', '***'],
    ['', ''],
  ])('address %s → %s', (address, masked) => expect(maskAddress(address)).toBe(masked));
});

describe('free text keeps no personal value', () => {
  it.each([
    ['联系人13800001234，谢谢', '联系人138****1234，谢谢'],
    ['身份证990000199001010017号', '身份证******号'],
    ['请寄 li.si@example.cn。', '请寄 l***@example.cn。'],
    ['统一社会信用代码91650102MAFAKE019H', '统一社会信用代码91650102MAFAKE019H'],
    ['大信用罚字〔2024〕示例1号', '大信用罚字〔2024〕示例1号'],
  ])('%s → %s', (text, redacted) => expect(redactPersonalValues(text)).toBe(redacted));
});
