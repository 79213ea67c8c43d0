import { parseDecimal } from './counts.ts';
import { TILE_WIDTH, type Tile } from './tile.ts';

/** What a path below a log's prefix names: a tile of hashes, or the entries under a tile of level 0. */
export type TileResource =
  | { readonly kind: 'hashes'; readonly tile: Tile }
  | { readonly kind: 'entries'; readonly tile: Tile };

const LEVEL_MAX = 63;
const PATH = /^tile\/(entries|[0-9]+)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([0-9]+))?$/;

/**
 * The path of a tile of hashes below the log's prefix: `tile/0/x001/x234/067`, partial ones ending in `.p/112`.
 *
 * @see https://c2sp.org/tlog-tiles#merkle-tree
 */
export function tilePath(tile: Tile): string {
  return `tile/${tile.level}/${placeOf(tile)}`;
}

/** The path of the entries under a tile of level 0. @see https://c2sp.org/tlog-tiles#log-entries */
export function entriesPath(tile: Tile): string {
  return `tile/entries/${placeOf(tile)}`;
}

/**
 * What a path names, or undefined when no log serves such a path.
 *
 * Shape: strict: the one spelling that {@link tilePath} or {@link entriesPath} gives, and no other.
 */
export function parseTilePath(path: string): TileResource | undefined {
  const [, kind = '', digits = '', partial] = PATH.exec(path) ?? [];
  const level = kind === 'entries' ? 0 : parseDecimal(kind);
  const index = Number(digits.replaceAll(/[x/]/g, ''));
  const width = partial === undefined ? TILE_WIDTH : parseDecimal(partial);
  if (level === undefined || level > LEVEL_MAX || !Number.isSafeInteger(index)) return undefined;
  if (width === undefined || width === 0 || (partial !== undefined && width >= TILE_WIDTH)) return undefined;
  const tile = { level, index, width };
  const resource: TileResource = kind === 'entries' ? { kind, tile } : { kind: 'hashes', tile };
  // Leading groups of zeroes would be a second spelling.
  return (resource.kind === 'entries' ? entriesPath(tile) : tilePath(tile)) === path ? resource : undefined;
}

function placeOf({ index, width }: Tile): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? [];
  const place = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return width === TILE_WIDTH ? place : `${place}.p/${width}`;
}
