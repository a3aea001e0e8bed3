import type { Attempt } from '#domain/sso/attempt.ts';
import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import type { Services } from '#store/services.ts';

import { callbackUrl } from './callback-url.ts';
import { failedSignIn } from './failed-sign-in.ts';
import { goOnPage } from './go-on-page.ts';
import { requireSignIn } from './require-sign-in.ts';

/** Sends a browser to the provider. */
export async function toProvider(
  attempt: Attempt,
  request: Request,
  services: Services,
): Promise<Reply> {
  const provider = requireSignIn(services);
  try {
    const url = await provider.authorizationUrl(attempt, callbackUrl(request));
    return goOnPage(provider.settings.name, url);
  } catch (error) {
    throw failedSignIn(error, provider.settings.name, request);
  }
}
