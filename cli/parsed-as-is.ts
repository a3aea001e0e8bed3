/** JSON that goes on to others, every letter of it; undefined where it is none. */
export function parsedAsIs(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
