import { pantry } from './pantry.ts';
import { pnpr } from './pnpr.ts';
import type { Registry, RegistryName } from './registry.ts';
import { verdaccio } from './verdaccio.ts';

/** Every registry by its name. */
export const registries: Readonly<Record<RegistryName, Registry>> = { pantry, verdaccio, pnpr };
