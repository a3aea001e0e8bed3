import type { RegistryName } from '../registries/registry.ts';
import { advantage, type Measurement, type Measurements, type RowDefinition } from './row.ts';

/** What this registry must reach in a row. */
export interface Target {
  readonly text: string;
  /** Undefined where it cannot be told: this registry or the peer in question was not measured. */
  met(row: Pick<RowDefinition, 'better'>, measurements: Measurements): boolean | undefined;
}

const TITLES: Readonly<Record<RegistryName, string>> = {
  pantry: 'Pantry',
  verdaccio: 'Verdaccio',
  pnpr: 'pnpr',
};

/** At least so many times a peer's speed. */
export const timesPeer = (factor: number, peer: RegistryName): Target => ({
  text: `${factor} × ${TITLES[peer]}`,
  met: ({ better }, { pantry, [peer]: theirs }) => {
    if (pantry?.failure) return false;
    const times = advantage(better, pantry, theirs);
    return times === undefined ? undefined : times >= factor;
  },
});

/** At least so many times the speed of every peer that was measured. */
export const timesEach = (factor: number): Target => ({
  text: `${factor} × ${TITLES.verdaccio} and ${TITLES.pnpr}`,
  met: (row, measurements) => {
    const verdaccio = timesPeer(factor, 'verdaccio').met(row, measurements);
    const pnpr = timesPeer(factor, 'pnpr').met(row, measurements);
    if (verdaccio === false || pnpr === false) return false;
    return verdaccio === undefined || pnpr === undefined ? undefined : true;
  },
});

/** What is said of this registry's own figures. */
export const own = (text: string, holds: (ours: Measurement) => boolean): Target => ({
  text,
  met: (_row, { pantry }) => pantry && !pantry.failure && holds(pantry),
});

/** At most so much. */
export const atMost = (limit: number, unit: string): Target =>
  own(`at most ${limit} ${unit}`, ({ value }) => value <= limit);
