import type { Config } from '../config/schema.ts';

/** What the API is reached by: the registry's own name, or one below it that the edge alone gets through at. */
export const originDomain = ({ domain, edge }: Pick<Config, 'domain' | 'edge'>): string =>
  edge === 'none' ? domain : `origin.${domain}`;

/** The header in which the edge tells the registry the client's address. */
export const ADDRESS_HEADER = 'x-pantry-viewer';
