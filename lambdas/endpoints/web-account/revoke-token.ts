import { revokeToken } from '#http/revoke-token.ts';
import { defineRoute } from '#http/route.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { accountOf } from '#http/web/account-of.ts';
import { orForm, PROOF } from '#http/web/form-problem.ts';
import { page } from '#http/web/page.ts';
import { dropSession } from '#http/web/session-cookie.ts';
import { goTo } from '#http/web/show-page.ts';
import { ownToken, shownToken } from '#http/web/shown-token.ts';
import type { Problem } from '#web/account/form.ts';
import { revokePage } from '#web/account/tokens.ts';
import type { Page } from '#web/layout.ts';
import { accountPaths, donePath, signInPath } from '#web/paths.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/tokens/revoke/{key}',
  summary: 'Revoke a token',
  permission: 'user',
  secondFactor: 'itself',
  limit: 'tokens',
  stores: ['tokens:list', 'tokens:write', 'second-factor:write', 'sealer'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { params, principal, request, services } = call;
  const { me } = await accountOf(call);
  const token = await ownToken(params.key, principal, services);
  const shown = shownToken(token, principal);
  const form = (problem: Problem): Page => revokePage({ me, token: shown, problem });
  return orForm({ request, fields: PROOF, form }, async () => {
    await requireSecondFactor('always', call);
    await revokeToken(token, call);
    if (!shown.here) return goTo(donePath(accountPaths.tokens, 'revoked'));
    return goTo(donePath(signInPath(), 'signed-out'), dropSession(request));
  });
});
