import { ConfigurationError } from './load.ts';

/** Secrets need not stand in a file: `${NAME}` is a variable of the environment. */
export function expand(text: string | undefined, where: string): string | undefined {
  return text?.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const { [name]: value } = process.env;
    if (value !== undefined) return value;
    throw new ConfigurationError(
      `${where} wants the variable ${name}, which is not set: set it, or take it out`,
    );
  });
}
