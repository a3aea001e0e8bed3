import { UsageError } from '../command/failure.ts';

/** More than any password or token has, in characters. */
const LONGEST = 16_384;

/** A secret from the standard input, without the line's end: where nobody else sees it. */
export async function readInput(option: string): Promise<string> {
  const { stdin } = process;
  if (stdin.isTTY)
    throw new UsageError(`${option} reads the standard input: pipe something into it`);
  let text = '';
  for await (const chunk of stdin.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > LONGEST) throw new UsageError(`what ${option} reads is too long`);
  }
  const read = text.replace(/\r?\n$/, '');
  if (read === '')
    throw new UsageError(`${option} reads the standard input, and there is nothing in it`);
  return read;
}
