declare const unit: unique symbol;
/** `Base` carrying the meaning `Name`; the same value at run time, not assignable across names. */
export type Branded<Base, Name extends string> = Base & { readonly [unit]: Name };

/** Names a person's key, and the stream `erasure-‹id›`: 32 random hex digits, which tell nothing of the person. */
export type PersonKeyId = Branded<string, 'PersonKeyId'>;

/** The key under which all values of one person are sealed. Never to be logged. */
export interface PersonKey {
  readonly id: PersonKeyId;
  /** 32 bytes. */
  readonly secret: Uint8Array;
}

/** The text as the id of a person's key, or undefined when it is none. */
export function parsePersonKeyId(text: string): PersonKeyId | undefined {
  return /^[0-9a-f]{32}$/.test(text) ? (text as PersonKeyId) : undefined;
}
