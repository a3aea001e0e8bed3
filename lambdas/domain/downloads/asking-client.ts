import { isbot } from 'isbot';

/** Which program asked for a tarball, as its user agent says. */
export interface AskingClient {
  readonly kind: 'install' | 'robot' | 'other';
  /** `npm`, `pnpm`, `yarn`, `bun`, `deno`, `pantry`, or `other`. */
  readonly name: string;
  /** The major of its Node, where it says one. */
  readonly node: string | undefined;
}

/** What their user agents begin with. yarn 4 says nothing but the name of its HTTP client. */
const CLIENTS: readonly (readonly [RegExp, string])[] = [
  [/^npm\//i, 'npm'],
  [/^pnpm\//i, 'pnpm'],
  [/^yarn\//i, 'yarn'],
  [/^got \(/i, 'yarn'],
  [/^bun\//i, 'bun'],
  [/^deno\//i, 'deno'],
  [/^pantry\//i, 'pantry'],
];

/** Registries that keep what others have: somebody behind them installs. */
const BEHIND = /artifactory|nexus|verdaccio|npminstall|corepack/i;

/** What a user agent tells; it may say anything, and is believed, since nothing but statistics depends on it. */
export function askingClient(agent: string): AskingClient {
  const [, name] = CLIENTS.find(([pattern]) => pattern.test(agent)) ?? [];
  const node = /(?:^| )node\/v?(\d{1,2})\./.exec(agent)?.[1];
  if (name !== undefined) return { kind: 'install', name, node };
  const counts = node !== undefined || BEHIND.test(agent) || !isbot(agent);
  return { kind: counts ? 'other' : 'robot', name: 'other', node };
}
