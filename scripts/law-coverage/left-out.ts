/** Shoulds that no test shows, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {};
