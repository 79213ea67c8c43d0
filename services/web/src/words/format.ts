import type { Language } from './index.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A day as it is read: `2025年9月1日`, `1 September 2025`. Units: the day of a date or instant in Beijing. */
export function readableDay(dateOrInstant: string, language: Language): string {
  const [year, month, day] = dateOrInstant.slice(0, 10).split('-').map(Number);
  return language === 'en' ? `${day} ${MONTHS[(month ?? 1) - 1]} ${year}` : `${year}年${month}月${day}日`;
}

/** A day as it stands in tables: `2025-09-01`. */
export function tabularDay(dateOrInstant: string): string {
  return dateOrInstant.slice(0, 10);
}

/** Hours and minutes in Beijing, `15:30`; undefined for a bare date. */
export function timeOfDay(dateOrInstant: string): string | undefined {
  return dateOrInstant.length > 10 ? dateOrInstant.slice(11, 16) : undefined;
}

/** Money in yuan; from 10 000 on in 万元 with the exact figure beside it. Units: fen. */
export function readableMoney(fen: number, language: Language): string {
  const exact = (fen / 100).toLocaleString('en-US', {
    minimumFractionDigits: fen % 100 === 0 ? 0 : 2,
    maximumFractionDigits: 2,
  });
  if (language === 'en') return `CNY ${exact}`;
  return fen >= 1_000_000 && fen % 10_000 === 0 ? `${fen / 1_000_000}万元（${exact}元）` : `${exact}元`;
}

const SEGMENTER = new Intl.Segmenter('zh-CN', { granularity: 'grapheme' });

/** The text cut after so many characters as a reader counts them, with an ellipsis when something was cut. */
export function cutToGraphemes(text: string, most: number): string {
  const graphemes = [...SEGMENTER.segment(text)];
  if (graphemes.length <= most) return text;
  return `${graphemes
    .slice(0, most)
    .map(({ segment }) => segment)
    .join('')}…`;
}

/** The text without the invisible marks that turn the direction of writing; no name has a use for them. */
export function withoutDirectionMarks(text: string): string {
  return text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
}
