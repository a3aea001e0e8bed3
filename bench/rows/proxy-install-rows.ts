import type { RowDefinition } from './row.ts';
import { own, type Target, timesEach } from './target.ts';

/** `npm install` without a lockfile or `npm ci` with one; nothing is kept yet, or everything is. */
export type Kind = 'install-cold' | 'install-warm' | 'ci-cold' | 'ci-warm';

/** What of an installation a row is about. */
export interface InstallRow extends RowDefinition {
  readonly kind: Kind;
  readonly figure: 'seconds' | 'cpu' | 'peak';
}

const COLD = 1.15;
const WARM = 1;
/** A peer's processor time over this registry's. */
const CPU = 2;

const timesDirect = (limit: number): Target =>
  own(`at most ${limit} × direct`, ({ details }) => Number(details?.['× direct']) <= limit);

const seconds = { figure: 'seconds', unit: 's', better: 'less' } as const;
const cpu = { figure: 'cpu', unit: 's', better: 'less' } as const;

/** The rows about installations through each registry. */
export const INSTALL_ROWS: readonly InstallRow[] = [
  {
    ...seconds,
    id: 'proxy-install-cold',
    kind: 'install-cold',
    title: '`npm install`, nothing kept yet',
    target: timesDirect(COLD),
  },
  {
    ...seconds,
    id: 'proxy-install-warm',
    kind: 'install-warm',
    title: '`npm install`, everything kept',
    target: timesDirect(WARM),
  },
  {
    ...seconds,
    id: 'proxy-install-ci-cold',
    kind: 'ci-cold',
    title: '`npm ci`, nothing kept yet',
    target: timesDirect(COLD),
  },
  {
    ...seconds,
    id: 'proxy-install-ci-warm',
    kind: 'ci-warm',
    title: '`npm ci`, everything kept',
    target: timesDirect(WARM),
  },
  {
    ...cpu,
    id: 'proxy-install-cpu-cold',
    kind: 'install-cold',
    title: "the registry's processor time for `npm install`, nothing kept yet",
  },
  {
    ...cpu,
    id: 'proxy-install-cpu-warm',
    kind: 'install-warm',
    title: "the registry's processor time for `npm install`, everything kept",
    target: timesEach(CPU),
  },
  {
    ...cpu,
    id: 'proxy-install-cpu-ci-cold',
    kind: 'ci-cold',
    title: "the registry's processor time for `npm ci`, nothing kept yet",
  },
  {
    ...cpu,
    id: 'proxy-install-cpu-ci-warm',
    kind: 'ci-warm',
    title: "the registry's processor time for `npm ci`, everything kept",
    target: timesEach(CPU),
  },
  {
    id: 'proxy-install-memory',
    kind: 'install-warm',
    figure: 'peak',
    unit: 'MB',
    better: 'less',
    title: 'peak memory after both `npm install`',
  },
];
