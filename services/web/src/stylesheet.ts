import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The one stylesheet. Its address names its content, so that a browser may keep it for ever. */
export const STYLESHEET: { readonly path: string; readonly text: string } = readStylesheet();

function readStylesheet() {
  const text = readFileSync(new URL('./style.css', import.meta.url), 'utf8');
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, 16);
  return { path: `/assets/register-${digest}.css`, text };
}
