import { createInterface } from 'node:readline/promises';

/** Asks whoever sits at the terminal for a code of their second factor; undefined where nobody does. */
export type AskForCode = (sentence: string) => Promise<string>;

export function codePrompt(): AskForCode | undefined {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) return undefined;
  return async (sentence) => {
    const terminal = createInterface({ input: stdin, output: stderr });
    try {
      return await terminal.question(`${sentence}\nEnter OTP: `);
    } finally {
      terminal.close();
    }
  };
}
