import { mkdirSync } from 'node:fs';
import path from 'node:path';

/**
 * All that a client gets to know: a home, where to find programs, and a proxy for every host but this
 * one. No settings of the developer, no cache, no CI.
 */
export function environment(
  home: string,
  programs: string,
  proxy: string,
): Readonly<Record<string, string>> {
  const temporary = path.join(home, '.temporary');
  mkdirSync(temporary);
  return {
    PATH: [programs, '/usr/bin', '/bin'].join(path.delimiter),
    HOME: home,
    TMPDIR: temporary,
    LANG: 'C.UTF-8',
    NO_COLOR: '1',
    HTTP_PROXY: proxy,
    HTTPS_PROXY: proxy,
    http_proxy: proxy,
    https_proxy: proxy,
    NO_PROXY: 'localhost,127.0.0.1',
    no_proxy: 'localhost,127.0.0.1',
  };
}
