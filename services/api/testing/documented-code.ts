import { readFileSync } from 'node:fs';

const PAGE = new URL('../../../docs/feeds.md', import.meta.url);

/** The first code block of a language on the page about feeds. Errors: throws when there is none. */
export function documentedCode(language: 'sh' | 'html' | 'js'): string {
  const code = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(
    readFileSync(PAGE, 'utf8'),
  )?.[1];
  if (code === undefined) throw new Error(`docs/feeds.md has no ${language}`);
  return code;
}
