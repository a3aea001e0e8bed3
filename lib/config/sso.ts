import { ssoSettings } from '#domain/sso/settings.ts';

import type { Config } from './schema.ts';

/** What functions are told of where people sign in, as JSON; undefined: nowhere. */
export const ssoJson = ({ sso }: Config): string | undefined =>
  sso && JSON.stringify({ ...ssoSettings(sso), secret: sso.secret });
