import { pick } from './noise.ts';

/**
 * Dependencies as they move on from release to release: every name is bumped at its own pace, so
 * that neighbouring versions are alike and distant ones are not.
 */
export function rangesAt(
  names: readonly string[],
  index: number,
  prefix: '^' | '~',
): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, `${prefix}${numberAt(name, index)}`]));
}

function numberAt(name: string, index: number): string {
  const pace = 20 + pick(`pace of ${name}`, 60);
  const step = Math.floor((index + pick(`start of ${name}`, pace)) / pace);
  return `${pick(`major of ${name}`, 6) + Math.floor(step / 12)}.${step % 12}.${pick(`${name} ${step}`, 9)}`;
}

/** A day, counted from the first of January 2013, as 20130101. */
export function dayAt(index: number): string {
  const day = new Date(Date.UTC(2013, 0, 1 + index));
  return day.toISOString().slice(0, 10).replaceAll('-', '');
}
