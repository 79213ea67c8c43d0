import { pinyin } from 'pinyin-pro';

/** A name as it is typed without an input method: all syllables, and their initials. */
export interface Spelling {
  readonly syllables: string;
  readonly initials: string;
}

/** The Mandarin spelling of a name; letters and digits in it stay. Shape: lower case, `ü` as `v`, no blanks. */
export function spellingOf(name: string): Spelling {
  const plain = name.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
  const syllables = pinyin(plain, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' });
  return {
    syllables: syllables.join('').toLowerCase(),
    initials: syllables
      .map((syllable) => [...syllable][0] ?? '')
      .join('')
      .toLowerCase(),
  };
}
