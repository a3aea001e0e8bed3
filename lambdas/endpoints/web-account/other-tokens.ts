import { revokeToken } from '#http/revoke-token.ts';
import { defineRoute } from '#http/route.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { accountOf } from '#http/web/account-of.ts';
import { orForm, PROOF } from '#http/web/form-problem.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import { isSession } from '#http/web/shown-token.ts';
import { listTokens } from '#store/tokens.ts';
import type { Problem } from '#web/account/form.ts';
import { otherTokensPage } from '#web/account/tokens.ts';
import type { Page } from '#web/layout.ts';
import { accountPaths, donePath } from '#web/paths.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/tokens/others',
  summary: 'Revoke all tokens but that of this browser',
  permission: 'user',
  secondFactor: 'itself',
  limit: 'tokens',
  stores: ['tokens:list', 'tokens:write', 'second-factor:write', 'sealer'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { principal, request, services } = call;
  const { me } = await accountOf(call);
  const tokens = await listTokens(services.table, principal.name);
  const others = tokens.filter((token) => !isSession(token, principal));
  const form = (problem: Problem): Page => otherTokensPage({ me, count: others.length, problem });
  return orForm({ request, fields: PROOF, form }, async () => {
    await requireSecondFactor('always', call);
    for (const token of others) await revokeToken(token, call);
    return goTo(donePath(accountPaths.tokens, 'others'));
  });
});
