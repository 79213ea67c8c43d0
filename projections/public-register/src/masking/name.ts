import { COMPOUND_SURNAMES } from './compound-surnames.ts';

/** The dots that join the parts of a name in Chinese writing, as keyboards and old systems produce them. */
const INTERPUNCT = /[·•‧・･∙⋅]/u;
/** A code point with the marks and variation selectors that belong to it: a rare character stays one character. */
const CHARACTER = /\P{M}\p{M}*/gu;

/**
 * A person's name as the public may see it: the surname, and stars for the rest.
 *
 * Shape:  `王**`, `王*` when the given name has one character, `欧阳**`, `阿**·测**`, `*` for a name of one character;
 *         never more than two stars in a row, so the length of the name is not told.
 * Units:  code points, so that characters beyond the BMP count as one.
 * Errors: never throws; an empty name stays empty.
 */
export function maskPersonName(name: string): string {
  const trimmed = name.trim();
  const dot = INTERPUNCT.exec(trimmed)?.[0];
  if (dot !== undefined) return maskParts(trimmed.split(INTERPUNCT), dot);
  if (/\s/u.test(trimmed)) return maskParts(trimmed.split(/\s+/u), ' ');
  return maskHanName(trimmed);
}

function maskParts(parts: readonly string[], joiner: string): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => keep(charactersOf(part), 1))
    .join(joiner);
}

function maskHanName(name: string): string {
  const characters = charactersOf(name);
  const compound = characters.length > 2 && COMPOUND_SURNAMES.has(characters.slice(0, 2).join(''));
  return keep(characters, compound ? 2 : 1);
}

function keep(characters: readonly string[], kept: number): string {
  const hidden = characters.length - kept;
  if (characters.length === 0) return '';
  if (hidden <= 0) return '*';
  return characters.slice(0, kept).join('') + (hidden === 1 ? '*' : '**');
}

function charactersOf(text: string): readonly string[] {
  return text.match(CHARACTER) ?? [];
}
