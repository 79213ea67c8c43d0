declare const meaning: unique symbol;
/** `Base` carrying the meaning `Name`; the same value at run time, not assignable across names. */
export type Branded<Base, Name extends string> = Base & { readonly [meaning]: Name };
